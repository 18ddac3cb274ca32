import type { HyperparameterValue, LearntConstant } from '#libs/ml';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { cardMetrics as metrics, cardNumber as number, cardText as text } from './card-values.js';
import { ModelCardSummaryDto } from './model-card-summary.dto.js';
import { Task } from './model-params.dto.js';

export enum FeatureKind {
  Numeric = 'numeric',
  Categorical = 'categorical',
  Boolean = 'boolean',
  Date = 'date',
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

  @ApiPropertyOptional({
    description: 'Other texts are answered too, as ones that are none of the categories',
  })
  open?: boolean;

  @ApiPropertyOptional({
    type: 'array',
    maxItems: 1000,
    items: {
      oneOf: [
        { type: 'number', ...number },
        { type: 'string', ...text(1000) },
      ],
    },
    example: [365243],
    description: 'Values that stand for a missing one',
  })
  missing_values?: (number | string)[];

  @ApiPropertyOptional({ format: 'date', maxLength: 10, description: 'First day of the training rows' })
  training_first_day?: string;

  @ApiPropertyOptional({ format: 'date', maxLength: 10, description: 'Last day of the training rows' })
  training_last_day?: string;

  @ApiPropertyOptional({ ...number, description: 'Smallest value of the training rows' })
  training_minimum?: number;

  @ApiPropertyOptional({ ...number, description: 'Largest value of the training rows' })
  training_maximum?: number;

  @ApiProperty({ minimum: 0, maximum: 1, description: 'Share of training rows without a value' })
  training_missing!: number;
}

export class HeldOutRowsDto {
  @ApiProperty({
    enum: ['identifier', 'stratified', 'group', 'time'],
    enumName: 'SplitMethod',
    description:
      'identifier: position(identifier) < test_size. stratified: position(identifier) < cuts[class]. group: position(column), or of the identifier where there is no group, < test_size. time: column >= cut. position(text) is the first 32 bits of its SHA-256 divided by 2³²',
  })
  method!: 'identifier' | 'stratified' | 'group' | 'time';

  @ApiPropertyOptional({ ...text(64), description: 'group, time: whose value decides' })
  column?: string;

  @ApiPropertyOptional({
    ...number,
    description: 'time: rows from here on are held out; of points in time, seconds since 1970',
  })
  cut?: number;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'number', minimum: 0, maximum: 1 },
    description: 'stratified: by class',
    example: { '0': 0.2001, '1': 0.1987 },
  })
  cuts?: Record<string, number>;
}

export class PredictionIntervalDto {
  @ApiProperty({
    minimum: 0,
    maximum: 1,
    example: 0.9,
    description: 'Share of rows that it was made to cover',
  })
  coverage!: number;

  @ApiProperty({ minimum: 0, maximum: 1.7976931348623157e308, description: 'Half of its width' })
  radius!: number;
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

  @ApiProperty({ type: () => HeldOutRowsDto, description: 'Which rows were held out' })
  split!: HeldOutRowsDto;

  @ApiPropertyOptional({
    type: [String],
    maxItems: 1000,
    items: { type: 'string', ...text(1000) },
    description: 'Multiclass: the names, in the order of the class indices',
  })
  classes?: string[];

  @ApiPropertyOptional({ type: () => PredictionIntervalDto, description: 'Regression' })
  interval?: PredictionIntervalDto;

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
    description:
      'Probability from which on the answer is 1, in force now; null for a version that does not answer yes or no',
  })
  threshold!: number | null;

  @ApiProperty({
    type: 'number',
    minimum: 0,
    maximum: 1,
    nullable: true,
    description: 'The threshold that was chosen at training, which the metrics and the card speak of',
  })
  trained_threshold!: number | null;

  @ApiProperty({ ...metrics, description: 'On held-out rows' })
  metrics!: Record<string, number>;

  @ApiProperty({ ...metrics, description: "The same of always answering the training rows' mean" })
  baseline_metrics!: Record<string, number>;

  @ApiProperty({ type: () => [FeatureSchemaDto], maxItems: 1000 })
  features!: FeatureSchemaDto[];

  @ApiProperty({
    type: 'object',
    additionalProperties: {
      oneOf: [
        { type: 'number', ...number },
        { type: 'object', additionalProperties: { type: 'number', ...number } },
        { type: 'null' },
      ],
    },
    description:
      'Constants that derived features learnt from the training rows: a mean, or means per group; null where no row had a value',
    example: { 'mean(revenu_mensuel, poste)': { Consultant: 3237.17, Manager: 7528.76 } },
  })
  learnt!: Record<string, LearntConstant>;

  @ApiProperty({
    type: () => ModelCardSummaryDto,
    description: 'The whole, with curves and importances: GET /models/{model}/versions/{version}/card',
  })
  card!: ModelCardSummaryDto;

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
