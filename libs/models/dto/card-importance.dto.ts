import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { cardCount, cardNumber, cardText, featureName } from './card-values.js';

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

export class SplitImportanceDto {
  @ApiProperty(featureName)
  feature!: string;

  @ApiProperty({ ...cardNumber, description: 'Sum of the improvements of the objective' })
  gain!: number;

  @ApiProperty(cardCount)
  splits!: number;
}

export class PermutationImportanceDto {
  @ApiProperty(featureName)
  feature!: string;

  @ApiProperty({
    ...cardNumber,
    description: 'By how much RMSE (regression) or log loss rises when the values are dealt to other rows',
  })
  importance!: number;

  @ApiProperty({ ...cardNumber, description: 'Over the permutations' })
  standard_deviation!: number;
}

export class ContributionImportanceDto {
  @ApiProperty(featureName)
  feature!: string;

  @ApiProperty({ ...cardNumber, description: 'Mean of |contribution| to the raw score' })
  mean_absolute_contribution!: number;
}

export class BeeswarmPointDto {
  @ApiProperty(cardNumber)
  contribution!: number;

  @ApiProperty({
    type: 'number',
    minimum: 0,
    maximum: 1,
    nullable: true,
    description:
      "Where the row's value stands among the others, 0 the lowest; null for texts and missing values",
  })
  rank!: number | null;
}

export class BeeswarmFeatureDto {
  @ApiProperty(featureName)
  feature!: string;

  @ApiPropertyOptional({ ...cardText(1000), description: 'Multiclass: to whose score' })
  class?: string;

  @ApiProperty({
    type: () => [BeeswarmPointDto],
    maxItems: 1000,
    description: 'Of a sample of held-out rows, by contribution: points of one row cannot be put together',
  })
  points!: BeeswarmPointDto[];
}

export class PartialDependencePointDto {
  @ApiProperty({
    oneOf: [
      { type: 'number', ...cardNumber },
      { type: 'string', ...cardText(1000) },
      { type: 'boolean' },
      { type: 'null' },
    ],
    description: 'A quantile, a category, true or false; null is missing',
  })
  value!: number | string | boolean | null;

  @ApiProperty({
    type: [Number],
    maxItems: 1000,
    items: { type: 'number', ...cardNumber },
    description: 'Mean answer when every row has this value; one per class for multiclass',
  })
  average!: number[];

  @ApiProperty({
    type: [Number],
    maxItems: 1000,
    items: { type: 'number', ...cardNumber },
    description: 'A tenth of the answers lies below',
  })
  lower!: number[];

  @ApiProperty({
    type: [Number],
    maxItems: 1000,
    items: { type: 'number', ...cardNumber },
    description: 'A tenth of the answers lies above',
  })
  upper!: number[];
}

export class PartialDependenceDto {
  @ApiProperty(featureName)
  feature!: string;

  @ApiProperty({ type: () => [PartialDependencePointDto], maxItems: 1000 })
  points!: PartialDependencePointDto[];
}
