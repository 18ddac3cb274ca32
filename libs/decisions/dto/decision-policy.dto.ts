import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsDefined,
  IsEnum,
  IsNumber,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { IfGiven } from '#libs/platform';
import {
  actorProperties,
  anyNumber,
  anyText,
  count,
  featureName,
  instant,
  modelName,
  outcomeName,
  outcomePattern,
  Reason,
  share,
} from './decision-values.js';

/** Unpaired surrogates (Cs) cannot be stored. */
const wordsPattern = /^[^\s\p{Cc}\p{Cs}][^\p{Cc}\p{Cs}]*$/u;
const words = { minLength: 1, maxLength: 300, pattern: wordsPattern.source } as const;
const cost = { type: 'number', format: 'double', minimum: 1e-6, maximum: 1e12 } as const;

const Words = (): PropertyDecorator => (target, name) => {
  for (const decorate of [IsString(), MinLength(1), MaxLength(300), Matches(wordsPattern)])
    decorate(target, name);
};
const OutcomeName = (): PropertyDecorator => (target, name) => {
  for (const decorate of [IsString(), MinLength(1), MaxLength(40), Matches(outcomePattern)])
    decorate(target, name);
};
const Cost = (): PropertyDecorator => (target, name) => {
  for (const decorate of [IsNumber(), Min(cost.minimum), Max(cost.maximum)]) decorate(target, name);
};

export class BilingualTextDto {
  @ApiProperty({ ...words, example: 'leaves the company' })
  @Words()
  en!: string;

  @ApiProperty({ ...words, example: "quitte l'entreprise" })
  @Words()
  fr!: string;
}

export class GreyBandDto {
  @ApiProperty({ ...share, example: 0.05, description: 'How far below the threshold in force it begins' })
  @IsNumber()
  @Min(0)
  @Max(1)
  below!: number;

  @ApiProperty({ ...share, example: 0.05, description: 'How far above the threshold in force it ends' })
  @IsNumber()
  @Min(0)
  @Max(1)
  above!: number;
}

export class OutcomesDto {
  @ApiProperty({ ...outcomeName, example: 'accepted', description: 'Below threshold and grey band' })
  @OutcomeName()
  negative!: string;

  @ApiProperty({ ...outcomeName, example: 'refused', description: 'From the threshold and its band on' })
  @OutcomeName()
  positive!: string;

  @ApiProperty({ ...outcomeName, example: 'review', description: 'In the grey band: a person decides' })
  @OutcomeName()
  between!: string;
}

export enum ActionDirection {
  Increase = 'increase',
  Decrease = 'decrease',
}

export class ActionableFeatureDto {
  @ApiProperty(featureName)
  @IsString()
  @MinLength(1)
  @MaxLength(64)
  feature!: string;

  @ApiPropertyOptional({
    enum: ActionDirection,
    enumName: 'ActionDirection',
    description: 'Numbers and days: which way they can change; both when left out',
  })
  @IfGiven()
  @IsEnum(ActionDirection)
  direction?: ActionDirection;

  @ApiPropertyOptional({ ...anyNumber, example: 0, description: 'Numbers: no proposal lies below' })
  @IfGiven()
  @IsNumber()
  minimum?: number;

  @ApiPropertyOptional({ ...anyNumber, example: 5000, description: 'Numbers: no proposal lies above' })
  @IfGiven()
  @IsNumber()
  maximum?: number;
}

export class DecisionPolicyDto {
  @ApiProperty({ ...modelName })
  model!: string;

  @ApiProperty({ ...count, example: 2, description: '0: as the model declares it' })
  policy_version!: number;

  @ApiProperty({ ...cost, example: 10, description: 'Of missing a row of the positive class' })
  false_negative_cost!: number;

  @ApiProperty({ ...cost, example: 1, description: 'Of taking another row for the positive class' })
  false_positive_cost!: number;

  @ApiProperty({
    type: () => BilingualTextDto,
    description: 'The class whose probability is answered, in words',
  })
  positive_class!: BilingualTextDto;

  @ApiProperty({
    ...anyText(1000),
    example: 'Missing a row that leaves the company costs 10; taking another one for such a row costs 1.',
    description: 'Which error costs what, in one sentence',
  })
  costs_in_words!: string;

  @ApiProperty({ type: () => GreyBandDto })
  grey_band!: GreyBandDto;

  @ApiProperty({ type: () => OutcomesDto })
  outcomes!: OutcomesDto;

  @ApiProperty({
    type: () => [ActionableFeatureDto],
    maxItems: 1000,
    description: 'What whom the decision is about can change',
  })
  actionable!: ActionableFeatureDto[];

  @ApiProperty({
    ...share,
    type: 'number',
    nullable: true,
    description: 'In force for the champion; null without a champion',
  })
  threshold!: number | null;

  @ApiProperty({
    ...share,
    type: 'number',
    nullable: true,
    description:
      "Where these costs are least on the champion's held-out rows, on others they will be higher; null where its card has no curve",
  })
  cheapest_threshold!: number | null;
}

export class ChangeDecisionPolicyDto {
  @ApiPropertyOptional({ ...cost, example: 10 })
  @IfGiven()
  @Cost()
  false_negative_cost?: number;

  @ApiPropertyOptional({ ...cost, example: 1 })
  @IfGiven()
  @Cost()
  false_positive_cost?: number;

  @ApiPropertyOptional({ type: () => BilingualTextDto })
  @IfGiven()
  @IsDefined()
  @Type(() => BilingualTextDto)
  @ValidateNested()
  positive_class?: BilingualTextDto;

  @ApiPropertyOptional({ type: () => GreyBandDto })
  @IfGiven()
  @IsDefined()
  @Type(() => GreyBandDto)
  @ValidateNested()
  grey_band?: GreyBandDto;

  @ApiPropertyOptional({ type: () => OutcomesDto })
  @IfGiven()
  @IsDefined()
  @Type(() => OutcomesDto)
  @ValidateNested()
  outcomes?: OutcomesDto;

  @ApiPropertyOptional({ type: () => [ActionableFeatureDto], maxItems: 1000 })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(1000)
  @Type(() => ActionableFeatureDto)
  @ValidateNested({ each: true })
  actionable?: ActionableFeatureDto[];

  @ApiPropertyOptional({
    type: 'boolean',
    default: false,
    description:
      "Also move the champion's threshold to the cheapest one; else it stays, and the answer says which it would be",
  })
  @IfGiven()
  @IsBoolean()
  move_threshold: boolean = false;

  @Reason('A missed leaver costs half a year of pay')
  reason!: string;
}

export class DecisionPolicyVersionDto {
  @ApiProperty({ ...count, minimum: 1 })
  policy_version!: number;

  @ApiProperty(instant)
  changed_at!: string;

  @ApiProperty(cost)
  false_negative_cost!: number;

  @ApiProperty(cost)
  false_positive_cost!: number;

  @ApiProperty({ type: () => BilingualTextDto })
  positive_class!: BilingualTextDto;

  @ApiProperty({ type: () => GreyBandDto })
  grey_band!: GreyBandDto;

  @ApiProperty({ type: () => OutcomesDto })
  outcomes!: OutcomesDto;

  @ApiProperty({ type: () => [ActionableFeatureDto], maxItems: 1000 })
  actionable!: ActionableFeatureDto[];

  @ApiProperty(anyText(1000))
  reason!: string;

  @ApiProperty(actorProperties.kind)
  actor_kind!: string;

  @ApiProperty(actorProperties.id)
  actor_id!: string;
}

export class DecisionPolicyVersionsDto {
  @ApiProperty({
    type: () => [DecisionPolicyVersionDto],
    maxItems: 1000,
    description: 'The latest first; version 0, which the model declares, is not among them',
  })
  items!: DecisionPolicyVersionDto[];
}
