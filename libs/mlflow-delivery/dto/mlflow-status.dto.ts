import { ApiProperty } from '@nestjs/swagger';

const count = { type: 'integer', format: 'int32', minimum: 0, maximum: 2147483647 } as const;
const time = { type: 'string', format: 'date-time', maxLength: 30, nullable: true } as const;

export class DeliveryCountsDto {
  @ApiProperty(count)
  pending!: number;

  @ApiProperty(count)
  delivered!: number;

  @ApiProperty({
    ...count,
    description: 'GET /training-runs?delivery=refused lists them, with their reasons',
  })
  refused!: number;
}

export class MlflowStatusDto {
  @ApiProperty({ description: 'MLFLOW_TRACKING_URI is set; otherwise finished runs wait' })
  configured!: boolean;

  @ApiProperty({
    type: 'string',
    maxLength: 2000,
    pattern: '^https?://[\\s\\S]*$',
    nullable: true,
    example: 'http://127.0.0.1:5000',
    description: 'Without credentials',
  })
  tracking_uri!: string | null;

  @ApiProperty({ maxLength: 500, pattern: '^[\\s\\S]*$', example: 'veridict' })
  experiment!: string;

  @ApiProperty({
    type: 'boolean',
    nullable: true,
    description: 'null: nobody has tried of late; see `reason`',
  })
  reachable!: boolean | null;

  @ApiProperty({
    type: 'string',
    maxLength: 2000,
    pattern: '^[\\s\\S]*$',
    nullable: true,
    description: 'Why nothing is delivered at present',
  })
  reason!: string | null;

  @ApiProperty({ type: 'string', maxLength: 100, pattern: '^[\\s\\S]*$', nullable: true, example: '3.17.2' })
  server_version!: string | null;

  @ApiProperty({ ...time, description: 'When the server was last asked' })
  checked_at!: string | null;

  @ApiProperty({ ...time, description: 'When it last answered as it should' })
  last_contact_at!: string | null;

  @ApiProperty({ type: () => DeliveryCountsDto, description: 'Finished runs by the state of their delivery' })
  deliveries!: DeliveryCountsDto;

  @ApiProperty({ ...time, description: 'When the run ended that has waited longest' })
  oldest_pending_at!: string | null;

  @ApiProperty({ ...count, description: 'Aliases that point elsewhere in MLflow than here' })
  aliases_pending!: number;
}
