import type { HyperparameterValue } from '#libs/ml';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Task } from './model-params.dto.js';

const text = (maxLength: number) => ({ maxLength, pattern: '^[\\s\\S]*$' });
const number = { minimum: -1.7976931348623157e308, maximum: 1.7976931348623157e308 };
const count = { type: 'integer', format: 'int32', minimum: 0, maximum: 2147483647 } as const;
const metrics = {
  type: 'object',
  additionalProperties: { type: 'number', ...number },
  example: { MAE: 2100.5, MSE: 8410000, RMSE: 2900, 'R²': 0.55 },
} as const;

export enum FeatureKind {
  Numeric = 'numeric',
  Categorical = 'categorical',
  Boolean = 'boolean',
}

export class FeatureSchemaDto {
  @ApiProperty({ ...text(64), example: 'age' })
  name!: string;

  @ApiProperty({ enum: FeatureKind, enumName: 'FeatureKind' })
  kind!: FeatureKind;

  @ApiProperty({ ...text(1000), example: 'Age' })
  description!: string;

  @ApiPropertyOptional({ ...text(64), example: 'years' })
  unit?: string;

  @ApiProperty({ description: 'null is allowed and means missing' })
  nullable!: boolean;

  @ApiProperty({ description: 'May be left out: it then counts as missing, with a warning' })
  optional!: boolean;

  @ApiPropertyOptional({ description: 'Whole numbers only' })
  integer?: boolean;

  @ApiPropertyOptional({ ...number, description: 'Smallest possible value' })
  minimum?: number;

  @ApiPropertyOptional({ ...number, description: 'Largest possible value' })
  maximum?: number;

  @ApiPropertyOptional({
    type: [String],
    maxItems: 100000,
    items: { type: 'string', ...text(1000) },
    description: 'Categories of the training rows',
  })
  categories?: string[];

  @ApiPropertyOptional({ ...number, description: 'Smallest value of the training rows' })
  training_minimum?: number;

  @ApiPropertyOptional({ ...number, description: 'Largest value of the training rows' })
  training_maximum?: number;

  @ApiProperty({ minimum: 0, maximum: 1, description: 'Share of training rows without a value' })
  training_missing!: number;
}

export class CoefficientDto {
  @ApiProperty({ ...text(64), example: 'age' })
  feature!: string;

  @ApiPropertyOptional({ ...text(1000), example: 'master' })
  category?: string;

  @ApiProperty({ ...number, description: 'On the standardised feature' })
  coefficient!: number;
}

export class ModelCardDto {
  @ApiProperty(count)
  training_rows!: number;

  @ApiProperty(count)
  held_out_rows!: number;

  @ApiProperty({
    minLength: 64,
    maxLength: 64,
    pattern: '^[0-9a-f]{64}$',
    description: 'sha-256 over training rows, identifiers and targets',
  })
  training_fingerprint!: string;

  @ApiProperty()
  converged!: boolean;

  @ApiProperty(count)
  iterations!: number;

  @ApiProperty({ type: [String], maxItems: 1000, items: { type: 'string', ...text(2000) } })
  warnings!: string[];

  @ApiProperty({ type: () => [CoefficientDto], maxItems: 100000 })
  coefficients!: CoefficientDto[];

  @ApiProperty(number)
  intercept!: number;
}

export class ModelVersionDto {
  @ApiProperty({ maxLength: 64, pattern: '^[a-z][a-z0-9-]*$', example: 'loan-amount' })
  model!: string;

  @ApiProperty({ type: 'integer', format: 'int32', minimum: 1, maximum: 2147483647 })
  version!: number;

  @ApiProperty({ enum: Task, enumName: 'Task' })
  task!: Task;

  @ApiProperty({ ...text(64), example: 'linear' })
  algorithm!: string;

  @ApiProperty({ type: 'object', additionalProperties: true, example: { alpha: 1 } })
  hyperparameters!: Record<string, HyperparameterValue>;

  @ApiProperty({ type: 'integer', format: 'int32', minimum: 0, maximum: 2147483647 })
  seed!: number;

  @ApiProperty({ minimum: 0, maximum: 1, example: 0.2 })
  test_size!: number;

  @ApiProperty({
    minLength: 64,
    maxLength: 64,
    pattern: '^[0-9a-f]{64}$',
    description: 'Digest of the ONNX file',
  })
  sha256!: string;

  @ApiProperty({
    type: 'number',
    minimum: 0,
    maximum: 1,
    nullable: true,
    description: 'Probability from which on the answer is 1; null for regression',
  })
  threshold!: number | null;

  @ApiProperty({ ...metrics, description: 'On held-out rows' })
  metrics!: Record<string, number>;

  @ApiProperty({ ...metrics, description: "The same of always answering the training rows' mean" })
  baseline_metrics!: Record<string, number>;

  @ApiProperty({ type: () => [FeatureSchemaDto], maxItems: 1000 })
  features!: FeatureSchemaDto[];

  @ApiProperty({ type: () => ModelCardDto })
  card!: ModelCardDto;

  @ApiProperty({ format: 'uuid', maxLength: 36 })
  training_run_id!: string;

  @ApiProperty({
    type: [String],
    maxItems: 100,
    items: { type: 'string', maxLength: 64, pattern: '^[a-z][a-z0-9_-]*$' },
    description: 'Aliases that point here',
  })
  aliases!: string[];

  @ApiProperty({ format: 'date-time', maxLength: 30 })
  created_at!: string;
}

export class ModelVersionListDto {
  @ApiProperty({ type: () => [ModelVersionDto], maxItems: 100000 })
  items!: ModelVersionDto[];
}
