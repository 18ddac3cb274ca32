import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsInt,
  IsObject,
  IsString,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { IfGiven } from '#libs/platform';
import { ActionDirection } from './decision-policy.dto.js';
import {
  anyNumber,
  anyText,
  count,
  featureName,
  modelName,
  rowValue,
  type RowValueOfCard,
  share,
} from './decision-values.js';
import { AppliedGreyBandDto, DecisionResultDto } from './score-card.dto.js';

export class WhatIfRequestDto {
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'Other values of features, checked as those of a prediction are',
    example: { revenu_mensuel: 4000 },
  })
  @IsObject()
  changes!: Record<string, unknown>;
}

export class ChangedFeatureDto {
  @ApiProperty(featureName)
  feature!: string;

  @ApiProperty(rowValue)
  from!: RowValueOfCard;

  @ApiProperty(rowValue)
  to!: RowValueOfCard;
}

/** What both answers about changed rows have in common. */
export class ChangedRowDto {
  @ApiProperty({ ...anyText(200), example: '42' })
  row_id!: string;

  @ApiProperty(modelName)
  model!: string;

  @ApiProperty({ ...count, minimum: 1 })
  model_version!: number;

  @ApiProperty(share)
  threshold!: number;

  @ApiProperty({ type: () => AppliedGreyBandDto })
  grey_band!: AppliedGreyBandDto;

  @ApiProperty(anyText(300))
  positive_class!: string;

  @ApiProperty({ ...count, description: '0: as the model declares it' })
  policy_version!: number;

  @ApiProperty({ type: () => DecisionResultDto, description: 'Of the stored row' })
  before!: DecisionResultDto;

  @ApiProperty({ type: [String], maxItems: 1000, items: { type: 'string', ...anyText(1000) } })
  warnings!: string[];
}

export class WhatIfDto extends ChangedRowDto {
  @ApiProperty({ type: () => DecisionResultDto, description: 'Of the row with the changes' })
  after!: DecisionResultDto;

  @ApiProperty({ type: () => [ChangedFeatureDto], maxItems: 1000, description: 'Values that differ' })
  changes!: ChangedFeatureDto[];

  @ApiProperty({ ...anyNumber, minimum: -1, maximum: 1, description: 'After minus before' })
  probability_difference!: number;

  @ApiProperty({ type: 'integer', format: 'int32', minimum: -1000, maximum: 1000 })
  score_difference!: number;

  @ApiProperty({ description: 'Whether the decision is another one' })
  decision_changed!: boolean;
}

export const mostChanges = 3;

export class CounterfactualRequestDto {
  @ApiPropertyOptional({
    type: [String],
    minItems: 1,
    maxItems: 100,
    uniqueItems: true,
    items: { type: 'string', ...featureName },
    description:
      "Features that may change: of the decision policy's actionable ones, or of all where it names none. Absent: all that it names.",
    example: ['revenu_mensuel'],
  })
  @IfGiven()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ArrayUnique()
  @IsString({ each: true })
  @MaxLength(64, { each: true })
  actionable?: string[];

  @ApiPropertyOptional({
    type: 'integer',
    format: 'int32',
    minimum: 1,
    maximum: mostChanges,
    default: mostChanges,
    description: 'How many features may change at once',
  })
  @IfGiven()
  @IsInt()
  @Min(1)
  @Max(mostChanges)
  maximum_changes: number = mostChanges;
}

export class ProposedChangeDto extends ChangedFeatureDto {
  @ApiProperty({
    ...share,
    description:
      'Share of other rows between both values, or of their range if that is more; 1 for a category',
  })
  distance!: number;

  @ApiPropertyOptional({
    enum: ActionDirection,
    enumName: 'ActionDirection',
    description: 'Numbers and days',
  })
  direction?: ActionDirection;
}

export class CounterfactualDto extends ChangedRowDto {
  @ApiProperty({ description: 'Whether the changes give the negative decision' })
  found!: boolean;

  @ApiProperty({ description: 'The row has the negative decision as it is: nothing has to change' })
  already!: boolean;

  @ApiProperty({
    type: () => DecisionResultDto,
    nullable: true,
    description: 'With the changes: found, or the nearest try; null when nothing has to or can change',
  })
  after!: DecisionResultDto | null;

  @ApiProperty({
    type: () => [ProposedChangeDto],
    maxItems: mostChanges,
    description: 'The smallest ones that flip the decision; when none do, the nearest try',
  })
  changes!: ProposedChangeDto[];

  @ApiProperty({
    type: 'number',
    format: 'double',
    minimum: 0,
    maximum: mostChanges + 1,
    description: 'Number of changes plus the mean of their distances',
  })
  distance!: number;

  @ApiProperty({ ...count, description: 'Rows that the graph answered on the way' })
  rows_tried!: number;

  @ApiProperty({ description: 'Whether the time was up before every candidate was tried' })
  incomplete!: boolean;
}
