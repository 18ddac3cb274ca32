import { ApiProperty } from '@nestjs/swagger';
import { DeliveryState } from '../outbox/mlflow-delivery.entity.js';

export class RunDeliveryDto {
  @ApiProperty({
    enum: DeliveryState,
    enumName: 'DeliveryState',
    description: 'refused: kept, and tried again only on POST /training-runs/{id}/delivery',
  })
  state!: DeliveryState;

  @ApiProperty({
    type: 'integer',
    format: 'int32',
    minimum: 0,
    maximum: 2147483647,
    description: 'Failed ones; waiting for a server that cannot be reached is none',
  })
  attempts!: number;

  @ApiProperty({
    type: 'string',
    maxLength: 2000,
    pattern: '^[\\s\\S]*$',
    nullable: true,
    description: 'Why it is not delivered yet, or was refused',
  })
  error!: string | null;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    maxLength: 30,
    nullable: true,
    description: 'Not before; null unless pending',
  })
  next_attempt_at!: string | null;

  @ApiProperty({ type: 'string', format: 'date-time', maxLength: 30, nullable: true })
  delivered_at!: string | null;

  @ApiProperty({
    type: 'string',
    maxLength: 20,
    pattern: '^[0-9]+$',
    nullable: true,
    description: "MLflow's number of the version; null when the run made none",
  })
  mlflow_version!: string | null;
}
