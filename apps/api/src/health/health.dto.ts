import { ApiProperty } from '@nestjs/swagger';

export enum HealthStatus {
  Ok = 'ok',
  Unavailable = 'unavailable',
}

export enum DatabaseStatus {
  Up = 'up',
  Down = 'down',
  NotDurable = 'not_durable',
}

export enum AuditStatus {
  Writable = 'writable',
  NotWritable = 'not_writable',
}

const count = { type: 'integer', format: 'int32', minimum: 0, maximum: 2147483647, nullable: true } as const;

export class MlflowHealthDto {
  @ApiProperty({ description: 'MLFLOW_TRACKING_URI is set' })
  configured!: boolean;

  @ApiProperty({ ...count, description: 'Finished runs that wait; null when the database cannot say' })
  pending!: number | null;

  @ApiProperty({ ...count, description: 'Those that wait for an admin' })
  refused!: number | null;
}

export class HealthDto {
  @ApiProperty({ enum: HealthStatus, enumName: 'HealthStatus', description: 'ok: predictions can be served' })
  status!: HealthStatus;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'boolean' },
    example: { 'loan-amount': true },
    description: 'Per model: its champion is loaded in this process',
  })
  model_loaded!: Record<string, boolean>;

  @ApiProperty({
    enum: DatabaseStatus,
    enumName: 'DatabaseStatus',
    description: 'not_durable: fsync, full_page_writes or synchronous_commit is off',
  })
  database!: DatabaseStatus;

  @ApiProperty({ enum: AuditStatus, enumName: 'AuditStatus' })
  audit!: AuditStatus;

  @ApiProperty({
    type: () => MlflowHealthDto,
    description: 'What has not reached MLflow yet; it changes neither status nor readiness',
  })
  mlflow!: MlflowHealthDto;

  @ApiProperty({ description: 'The process is going down' })
  draining!: boolean;
}

export class LivenessDto {
  @ApiProperty({ enum: [HealthStatus.Ok], example: HealthStatus.Ok, maxLength: 16 })
  status!: HealthStatus.Ok;
}
