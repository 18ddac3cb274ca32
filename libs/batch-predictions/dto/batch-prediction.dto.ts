import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsEnum, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { FieldProblemDto, PageQueryDto } from '#libs/platform';
import { BatchStatus, RowSelection } from '../batches/batch-prediction.entity.js';

const count = { type: 'integer', format: 'int32', minimum: 0, maximum: 2147483647 } as const;
const seconds = { type: 'number', minimum: 0, maximum: Number.MAX_VALUE, nullable: true } as const;
const modelName = { maxLength: 64, pattern: '^[a-z][a-z0-9-]*$', example: 'loan-amount' } as const;
const digest = { maxLength: 64, pattern: '^[0-9a-f]{64}$' } as const;

export enum BatchPhase {
  Queued = 'queued',
  Scoring = 'scoring',
  Finished = 'finished',
}

export class BatchPredictionParams {
  @ApiProperty({ format: 'uuid', maxLength: 36, description: 'Id of the batch' })
  @IsUUID()
  id!: string;
}

export class BatchPredictionQuery extends PageQueryDto {
  @ApiPropertyOptional(modelName)
  @IsOptional()
  @IsString()
  @MaxLength(64)
  @Matches(/^[a-z][a-z0-9-]*$/)
  model?: string;

  @ApiPropertyOptional({ enum: BatchStatus, enumName: 'BatchStatus' })
  @IsOptional()
  @IsEnum(BatchStatus)
  status?: BatchStatus;
}

export class BatchProgressDto {
  @ApiProperty({ enum: BatchPhase, enumName: 'BatchPhase' })
  phase!: BatchPhase;

  @ApiProperty({ ...count, nullable: true, description: 'null until counted' })
  rows_total!: number | null;

  @ApiProperty({ ...count, description: 'Stored: answered or refused' })
  rows_done!: number;

  @ApiProperty({ ...count, nullable: true })
  rows_remaining!: number | null;

  @ApiProperty({ ...seconds, description: 'Of the latest attempt' })
  rows_per_second!: number | null;

  @ApiProperty({ ...seconds, description: 'At that rate; null unless it runs' })
  seconds_remaining!: number | null;
}

export class BatchErrorDto {
  @ApiProperty({ maxLength: 64, pattern: '^[a-z_]+$', example: 'dataset_unfit' })
  code!: string;

  @ApiProperty({ maxLength: 4000, pattern: '^[\\s\\S]*$' })
  detail!: string;

  @ApiProperty({ type: () => [FieldProblemDto], maxItems: 10000 })
  problems!: FieldProblemDto[];
}

export class BatchPredictionDto {
  @ApiProperty({ format: 'uuid', maxLength: 36 })
  id!: string;

  @ApiProperty(modelName)
  model!: string;

  @ApiProperty({ ...count, minimum: 1, description: 'Fixed when the batch was asked for' })
  model_version!: number;

  @ApiProperty({ ...digest, description: "SHA-256 of the version's ONNX file" })
  model_digest!: string;

  @ApiProperty({
    type: 'number',
    minimum: 0,
    maximum: 1,
    nullable: true,
    description: 'Binary models: of the decisions, fixed like the version',
  })
  threshold!: number | null;

  @ApiProperty({ enum: RowSelection, enumName: 'RowSelection' })
  rows!: RowSelection;

  @ApiProperty({ enum: BatchStatus, enumName: 'BatchStatus' })
  status!: BatchStatus;

  @ApiProperty({ type: () => BatchProgressDto })
  progress!: BatchProgressDto;

  @ApiProperty(count)
  rows_answered!: number;

  @ApiProperty({ ...count, description: 'Rows whose values the version cannot answer; the results say why' })
  rows_refused!: number;

  @ApiProperty({
    ...digest,
    type: 'string',
    nullable: true,
    description: 'SHA-256 chained over the results in their order, as the audit keeps it; null until the end',
  })
  content_hash!: string | null;

  @ApiProperty({ maxLength: 64, pattern: '^[\\x21-\\x7e]+$', description: 'Id of the actor who asked' })
  requested_by!: string;

  @ApiProperty({ ...count, description: 'Times that a worker took the batch' })
  attempt!: number;

  @ApiProperty({ format: 'date-time', maxLength: 30 })
  created_at!: string;

  @ApiProperty({ type: 'string', format: 'date-time', maxLength: 30, nullable: true })
  started_at!: string | null;

  @ApiProperty({ type: 'string', format: 'date-time', maxLength: 30, nullable: true })
  finished_at!: string | null;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    maxLength: 30,
    nullable: true,
    description: 'Since when there are no results; counts and content hash stay',
  })
  results_deleted_at!: string | null;

  @ApiProperty({ type: () => BatchErrorDto, nullable: true })
  error!: BatchErrorDto | null;
}

export class BatchPredictionPageDto {
  @ApiProperty({ type: () => [BatchPredictionDto], maxItems: 1000 })
  items!: BatchPredictionDto[];

  @ApiProperty({ type: 'string', maxLength: 1000, pattern: '^[A-Za-z0-9_-]+$', nullable: true })
  next_cursor!: string | null;

  @ApiProperty({ type: 'integer', format: 'int64', minimum: 0, maximum: 9007199254740991 })
  total!: number;
}
