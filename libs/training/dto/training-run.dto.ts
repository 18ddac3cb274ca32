import type { HyperparameterValue } from '#libs/ml';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsEnum, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { FieldProblemDto, PageQueryDto } from '#libs/platform';
import { DeliveryState } from '../outbox/mlflow-delivery.entity.js';
import { RunDeliveryDto } from './run-delivery.dto.js';
import { RunOriginDto } from './run-origin.dto.js';
import { TrainingOptionsDto } from './training-options.dto.js';
import { RunStatus } from '../runs/training-run.entity.js';

const count = { type: 'integer', format: 'int32', minimum: 0, maximum: 2147483647 } as const;
const metrics = {
  type: 'object',
  additionalProperties: { type: 'number', minimum: -Number.MAX_VALUE, maximum: Number.MAX_VALUE },
  nullable: true,
} as const;

export enum RunPhase {
  Queued = 'queued',
  Reading = 'reading',
  Validating = 'validating',
  Fitting = 'fitting',
  Evaluating = 'evaluating',
  Storing = 'storing',
  Finished = 'finished',
}

export class TrainingRunParams {
  @ApiProperty({ format: 'uuid', maxLength: 36, description: 'Id of the training run' })
  @IsUUID()
  id!: string;
}

export class TrainingRunQuery extends PageQueryDto {
  @ApiPropertyOptional({ maxLength: 64, pattern: '^[a-z][a-z0-9-]*$', example: 'loan-amount' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  @Matches(/^[a-z][a-z0-9-]*$/)
  model?: string;

  @ApiPropertyOptional({ enum: RunStatus, enumName: 'RunStatus' })
  @IsOptional()
  @IsEnum(RunStatus)
  status?: RunStatus;

  @ApiPropertyOptional({
    enum: DeliveryState,
    enumName: 'DeliveryState',
    description: 'Of the delivery to MLflow; runs that have not ended have none',
  })
  @IsOptional()
  @IsEnum(DeliveryState)
  delivery?: DeliveryState;
}

export class RunProgressDto {
  @ApiProperty({ enum: RunPhase, enumName: 'RunPhase' })
  phase!: RunPhase;

  @ApiPropertyOptional({
    maxLength: 100,
    pattern: '^[\\s\\S]*$',
    example: 'gbdt (1 of 7)',
    description: 'With auto: the setting that is tried',
  })
  stage?: string;

  @ApiPropertyOptional({ ...count, description: 'While validating: which of the folds, from 1 on' })
  fold?: number;

  @ApiPropertyOptional(count)
  folds?: number;

  @ApiPropertyOptional(count)
  iteration?: number;

  @ApiPropertyOptional(count)
  iterations?: number;

  @ApiPropertyOptional({ minimum: -1.7976931348623157e308, maximum: 1.7976931348623157e308 })
  loss?: number;

  @ApiPropertyOptional({ minimum: -1.7976931348623157e308, maximum: 1.7976931348623157e308 })
  validation_loss?: number;
}

export class RunErrorDto {
  @ApiProperty({ maxLength: 64, pattern: '^[a-z_]+$', example: 'training_data_unfit' })
  code!: string;

  @ApiProperty({ maxLength: 4000, pattern: '^[\\s\\S]*$' })
  detail!: string;

  @ApiProperty({ type: () => [FieldProblemDto], maxItems: 10000 })
  problems!: FieldProblemDto[];
}

export class TrainingRunDto {
  @ApiProperty({ format: 'uuid', maxLength: 36 })
  id!: string;

  @ApiProperty({ maxLength: 64, pattern: '^[a-z][a-z0-9-]*$', example: 'loan-amount' })
  model!: string;

  @ApiProperty({ enum: RunStatus, enumName: 'RunStatus' })
  status!: RunStatus;

  @ApiProperty({ type: () => RunProgressDto })
  progress!: RunProgressDto;

  @ApiProperty({ maxLength: 64, pattern: '^[a-z_]+$', example: 'auto', description: 'As asked for' })
  algorithm!: string;

  @ApiProperty({ type: 'object', additionalProperties: true, example: { alpha: 1 } })
  hyperparameters!: Record<string, HyperparameterValue>;

  @ApiProperty(count)
  seed!: number;

  @ApiProperty({ minimum: 0, maximum: 1 })
  test_size!: number;

  @ApiProperty({ type: () => TrainingOptionsDto, description: 'Defaults are filled in' })
  options!: TrainingOptionsDto;

  @ApiProperty({ maxLength: 64, pattern: '^[\\x21-\\x7e]+$', description: 'Id of the actor who asked' })
  requested_by!: string;

  @ApiProperty({ ...count, description: 'Times that a worker took the run' })
  attempt!: number;

  @ApiProperty({ format: 'date-time', maxLength: 30 })
  created_at!: string;

  @ApiProperty({ type: 'string', format: 'date-time', maxLength: 30, nullable: true })
  started_at!: string | null;

  @ApiProperty({ type: 'string', format: 'date-time', maxLength: 30, nullable: true })
  finished_at!: string | null;

  @ApiProperty({ ...count, nullable: true })
  n_rows!: number | null;

  @ApiProperty({
    type: 'string',
    maxLength: 64,
    pattern: '^[a-z_]+$',
    nullable: true,
    description: 'Of the version: with auto the one that it chose',
  })
  trained_algorithm!: string | null;

  @ApiProperty({ ...count, nullable: true })
  model_version!: number | null;

  @ApiProperty(metrics)
  metrics!: Record<string, number> | null;

  @ApiProperty(metrics)
  baseline_metrics!: Record<string, number> | null;

  @ApiProperty({ type: 'boolean', nullable: true })
  promoted!: boolean | null;

  @ApiProperty({ type: 'string', maxLength: 2000, pattern: '^[\\s\\S]*$', nullable: true })
  promotion_reason!: string | null;

  @ApiProperty({ type: () => RunErrorDto, nullable: true })
  error!: RunErrorDto | null;

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

  @ApiProperty({
    type: () => RunDeliveryDto,
    nullable: true,
    description: 'To MLflow; null until the run has ended',
  })
  delivery!: RunDeliveryDto | null;

  @ApiProperty({
    type: () => RunOriginDto,
    nullable: true,
    description: 'Of an imported version; null for a run that trained',
  })
  origin!: RunOriginDto | null;

  @ApiProperty({
    type: 'string',
    maxLength: 64,
    pattern: '^[0-9a-f]+$',
    nullable: true,
    description: 'Of the code that trained; null where nobody told',
  })
  git_commit!: string | null;
}

export class TrainingRunPageDto {
  @ApiProperty({ type: () => [TrainingRunDto], maxItems: 1000 })
  items!: TrainingRunDto[];

  @ApiProperty({ type: 'string', maxLength: 1000, pattern: '^[A-Za-z0-9_-]+$', nullable: true })
  next_cursor!: string | null;

  @ApiProperty({ type: 'integer', format: 'int64', minimum: 0, maximum: 9007199254740991 })
  total!: number;
}
