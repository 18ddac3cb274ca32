import type { HyperparameterValue } from '#libs/ml';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { cardNumber, cardText } from './card-values.js';

/** A setting that was tried, and its cross-validated loss on training rows. */
export class TrialDto {
  @ApiProperty({ ...cardText(64), example: 'gbdt' })
  algorithm!: string;

  @ApiProperty({ type: 'object', additionalProperties: true, example: { learning_rate: 0.08 } })
  hyperparameters!: Record<string, HyperparameterValue>;

  @ApiProperty({ ...cardText(64), example: 'log_loss', description: 'What was compared; lower is better' })
  metric!: string;

  @ApiPropertyOptional({ ...cardNumber, description: 'Over the folds; absent where the setting failed' })
  mean?: number;

  @ApiPropertyOptional(cardNumber)
  standard_deviation?: number;

  @ApiPropertyOptional({ ...cardText(2000), description: 'Why the setting failed' })
  problem?: string;

  @ApiProperty({ description: 'The version was trained with it' })
  chosen!: boolean;
}
