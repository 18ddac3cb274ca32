import { ApiProperty } from '@nestjs/swagger';

const versionNumber = { type: 'integer', format: 'int32', minimum: 1, maximum: 2147483647 } as const;

export class AliasMoveDto {
  @ApiProperty({ format: 'date-time', maxLength: 30 })
  moved_at!: string;

  @ApiProperty({ maxLength: 64, pattern: '^[a-z][a-z0-9_-]*$', example: 'champion' })
  alias!: string;

  @ApiProperty({
    ...versionNumber,
    nullable: true,
    description: 'null: the alias was set for the first time',
  })
  from_version!: number | null;

  @ApiProperty(versionNumber)
  to_version!: number;

  @ApiProperty({ maxLength: 1000, pattern: '^[\\s\\S]*$' })
  reason!: string;

  @ApiProperty({ maxLength: 64, pattern: '^[a-z_]+$', example: 'user' })
  actor_kind!: string;

  @ApiProperty({ maxLength: 64, pattern: '^[\\x21-\\x7e]+$' })
  actor_id!: string;

  @ApiProperty({
    type: 'string',
    format: 'uuid',
    maxLength: 36,
    nullable: true,
    description: 'The run whose gate moved it; null when a person did',
  })
  training_run_id!: string | null;
}

export class ModelHistoryDto {
  @ApiProperty({ type: () => [AliasMoveDto], maxItems: 1000, description: 'Newest first' })
  items!: AliasMoveDto[];
}
