import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { cardCount, cardNumber, cardText, featureName } from './card-values.js';
import { ModelCardSummaryDto } from './model-card-summary.dto.js';

export class CoefficientDto {
  @ApiProperty(featureName)
  feature!: string;

  @ApiPropertyOptional({ ...cardText(1000), example: 'master' })
  category?: string;

  @ApiPropertyOptional({ ...cardText(1000), description: 'Multiclass: whose score it adds to' })
  class?: string;

  @ApiProperty({ ...cardNumber, description: 'On the standardised feature' })
  coefficient!: number;
}

export class LearningPointDto {
  @ApiProperty(cardCount)
  iteration!: number;

  @ApiProperty({ ...cardNumber, description: 'On the rows that were fitted' })
  loss!: number;

  @ApiPropertyOptional({ ...cardNumber, description: 'On rows kept from fitting, to stop early by' })
  validation_loss?: number;
}

export class SplitImportanceDto {
  @ApiProperty(featureName)
  feature!: string;

  @ApiProperty({ ...cardNumber, description: 'Sum of the improvements of the objective' })
  gain!: number;

  @ApiProperty(cardCount)
  splits!: number;
}

/** The whole card. What does not apply to the version is absent. */
export class ModelCardDto extends ModelCardSummaryDto {
  @ApiPropertyOptional({ type: () => [CoefficientDto], maxItems: 100000 })
  coefficients?: CoefficientDto[];

  @ApiPropertyOptional({
    type: [Number],
    maxItems: 1000,
    items: { type: 'number', ...cardNumber },
    description: 'One per class for multiclass, else one',
  })
  intercepts?: number[];

  @ApiPropertyOptional({ type: () => [LearningPointDto], maxItems: 1000 })
  learning_curve?: LearningPointDto[];

  @ApiPropertyOptional({ type: () => [SplitImportanceDto], maxItems: 1000 })
  split_importance?: SplitImportanceDto[];
}

/** The part that lists do without. */
export type ModelCardDetails = Omit<ModelCardDto, keyof ModelCardSummaryDto>;
