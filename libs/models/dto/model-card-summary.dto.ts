import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { cardCount, cardMetrics, cardNumber, cardText } from './card-values.js';

export class MetricIntervalDto {
  @ApiProperty(cardNumber)
  lower!: number;

  @ApiProperty(cardNumber)
  upper!: number;
}

/** What a reader needs to judge a version. Small: every list of versions carries it. */
@ApiExtraModels(MetricIntervalDto)
export class ModelCardSummaryDto {
  @ApiProperty(cardCount)
  training_rows!: number;

  @ApiProperty(cardCount)
  held_out_rows!: number;

  @ApiPropertyOptional({
    ...cardCount,
    description: 'Rows of the dataset that have no value of the target: neither learned from nor measured on',
  })
  rows_without_target?: number;

  @ApiProperty({
    minLength: 64,
    maxLength: 64,
    pattern: '^[0-9a-f]{64}$',
    description: 'sha-256 over training rows, identifiers and targets',
  })
  training_fingerprint!: string;

  @ApiProperty()
  converged!: boolean;

  @ApiProperty(cardCount)
  iterations!: number;

  @ApiProperty({ type: [String], maxItems: 1000, items: { type: 'string', ...cardText(2000) } })
  warnings!: string[];

  @ApiPropertyOptional({
    type: [String],
    maxItems: 100,
    items: { type: 'string', ...cardText(2000) },
    description: 'What was chosen, from which rows and why: calibration, threshold, prediction interval',
    example: [
      'No calibration: Platt scaling did not lower the log loss of the out-of-fold predictions (0.412 before, 0.413 after)',
    ],
  })
  decisions?: string[];

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { $ref: getSchemaPath(MetricIntervalDto) },
    description: '95 % bootstrap intervals of the metrics on held-out rows',
  })
  metric_intervals?: Record<string, MetricIntervalDto>;

  @ApiPropertyOptional({
    ...cardMetrics,
    description: 'Of the out-of-fold predictions of the training rows, on which the decisions rest',
  })
  out_of_fold_metrics?: Record<string, number>;
}
