import { ApiPropertyOptional } from '@nestjs/swagger';
import { ClassMetricsDto, LearningPointDto, RankingPointDto, ReliabilityBinDto } from './card-curves.dto.js';
import {
  BeeswarmFeatureDto,
  CoefficientDto,
  ContributionImportanceDto,
  PartialDependenceDto,
  PermutationImportanceDto,
  SplitImportanceDto,
} from './card-importance.dto.js';
import { ResidualsDto } from './card-residuals.dto.js';
import { TrialDto } from './card-trial.dto.js';
import { cardCount, cardNumber } from './card-values.js';
import { ModelCardSummaryDto } from './model-card-summary.dto.js';

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

  @ApiPropertyOptional({ type: () => [TrialDto], maxItems: 1000, description: 'auto: what it tried' })
  trials?: TrialDto[];

  @ApiPropertyOptional({ type: () => [LearningPointDto], maxItems: 100000 })
  learning_curve?: LearningPointDto[];

  @ApiPropertyOptional({ type: () => [ReliabilityBinDto], maxItems: 100000, description: 'Binary' })
  reliability?: ReliabilityBinDto[];

  @ApiPropertyOptional({
    type: () => [RankingPointDto],
    maxItems: 100000,
    description: 'Binary: the ROC and the precision-recall curve in one, from the highest threshold down',
  })
  ranking_curve?: RankingPointDto[];

  @ApiPropertyOptional({ type: () => [ClassMetricsDto], maxItems: 100000, description: 'Multiclass' })
  class_metrics?: ClassMetricsDto[];

  @ApiPropertyOptional({
    type: 'array',
    maxItems: 1000,
    items: { type: 'array', maxItems: 1000, items: cardCount },
    description: 'Multiclass: held-out rows by actual class (row) and most probable class (column)',
  })
  confusion?: number[][];

  @ApiPropertyOptional({ type: () => ResidualsDto, description: 'Regression' })
  residuals?: ResidualsDto;

  @ApiPropertyOptional({ type: () => [SplitImportanceDto], maxItems: 100000 })
  split_importance?: SplitImportanceDto[];

  @ApiPropertyOptional({
    type: () => [PermutationImportanceDto],
    maxItems: 100000,
    description: 'The most important first',
  })
  permutation_importance?: PermutationImportanceDto[];

  @ApiPropertyOptional({
    type: () => [ContributionImportanceDto],
    maxItems: 100000,
    description: 'The most important first',
  })
  contribution_importance?: ContributionImportanceDto[];

  @ApiPropertyOptional({ type: () => [BeeswarmFeatureDto], maxItems: 100000 })
  beeswarm?: BeeswarmFeatureDto[];

  @ApiPropertyOptional({
    type: () => [PartialDependenceDto],
    maxItems: 100000,
    description: 'Of the features that contribute most',
  })
  partial_dependence?: PartialDependenceDto[];
}

/** The part that lists do without. */
export type ModelCardDetails = Omit<ModelCardDto, keyof ModelCardSummaryDto>;
