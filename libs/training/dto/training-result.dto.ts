import { ApiProperty } from '@nestjs/swagger';

const metrics = {
  type: 'object',
  additionalProperties: { type: 'number', minimum: -Number.MAX_VALUE, maximum: Number.MAX_VALUE },
  example: { MAE: 2100.5, MSE: 8410000, RMSE: 2900, 'R²': 0.55 },
} as const;

export class TrainingResultDto {
  @ApiProperty({
    maxLength: 2000,
    pattern: '^[\\s\\S]*$',
    example: 'Version 2 of loan-amount was trained on 4000 rows and is now the champion.',
  })
  message!: string;

  @ApiProperty({ maxLength: 64, pattern: '^[a-z][a-z0-9-]*$', example: 'loan-amount' })
  model!: string;

  @ApiProperty({ type: 'integer', format: 'int32', minimum: 1, maximum: 2147483647 })
  model_version!: number;

  @ApiProperty({
    maxLength: 64,
    pattern: '^[a-z_]+$',
    example: 'gbdt',
    description: 'Of the version: with auto the one that it chose',
  })
  algorithm!: string;

  @ApiProperty({ ...metrics, description: 'On held-out rows' })
  metrics!: Record<string, number>;

  @ApiProperty({
    ...metrics,
    description:
      "The same of one answer for everybody: the training rows' mean, or the quantile of theirs that the objective asks for",
  })
  baseline_metrics!: Record<string, number>;

  @ApiProperty({
    type: 'integer',
    format: 'int32',
    minimum: 0,
    maximum: 2147483647,
    description: 'Rows with a target, held-out ones included',
  })
  n_rows!: number;

  @ApiProperty({ format: 'uuid', maxLength: 36 })
  training_run_id!: string;

  @ApiProperty({
    type: 'string',
    maxLength: 200,
    pattern: '^[\\x21-\\x7e]+$',
    nullable: true,
    description: 'null until delivered to MLflow',
  })
  mlflow_run_id!: string | null;

  @ApiProperty({
    type: 'string',
    maxLength: 2000,
    pattern: '^[\\x21-\\x7e]+$',
    nullable: true,
    description: 'null until delivered to MLflow',
  })
  mlflow_model_uri!: string | null;

  @ApiProperty({ description: 'The version passed the gate and is the champion now' })
  promoted!: boolean;

  @ApiProperty({
    maxLength: 2000,
    pattern: '^[\\s\\S]*$',
    example: 'RMSE 2900 is below 2950 of the champion on 800 rows held out of both',
  })
  promotion_reason!: string;

  @ApiProperty({ type: 'integer', format: 'int32', minimum: 0, maximum: 2147483647 })
  duration_ms!: number;
}
