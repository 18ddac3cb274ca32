import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsString, IsUUID, Matches, MaxLength, MinLength } from 'class-validator';
import { booleanOfQuery } from '#libs/datasets';
import { IfGiven, maximumPageSize, type Page, PageQueryDto } from '#libs/platform';
import {
  actorProperties,
  anyText,
  count,
  instant,
  modelName,
  outcomeName,
  outcomePattern,
  Reason,
  share,
} from './decision-values.js';
import { OutcomesDto } from './decision-policy.dto.js';
import { AppliedGreyBandDto } from './score-card.dto.js';

export class DecisionParams {
  @ApiProperty({ format: 'uuid', maxLength: 36, description: 'prediction_id of a score card' })
  @IsUUID()
  prediction_id!: string;
}

export class DecisionQueryDto extends PageQueryDto {
  @ApiPropertyOptional(modelName)
  @IfGiven()
  @IsString()
  @MaxLength(64)
  @Matches(/^[a-z][a-z0-9-]*$/)
  model?: string;

  @ApiPropertyOptional({
    ...outcomeName,
    example: 'review',
    description: 'The decision that holds, after overrides',
  })
  @IfGiven()
  @IsString()
  @MinLength(1)
  @MaxLength(40)
  @Matches(outcomePattern)
  decision?: string;

  @ApiPropertyOptional({
    type: 'boolean',
    description:
      'true: the newest card of its row lies in the grey band and nobody has decided yet, so each row once; false: all others',
  })
  @IfGiven()
  @Transform(booleanOfQuery)
  @IsBoolean()
  open?: boolean;
}

export class DecisionOverrideDto {
  @ApiProperty({ format: 'uuid', maxLength: 36, description: 'The card that was decided on' })
  prediction_id!: string;

  @ApiProperty(instant)
  overridden_at!: string;

  @ApiProperty(outcomeName)
  from_decision!: string;

  @ApiProperty(outcomeName)
  to_decision!: string;

  @ApiProperty(anyText(1000))
  reason!: string;

  @ApiProperty(actorProperties.kind)
  actor_kind!: string;

  @ApiProperty(actorProperties.id)
  actor_id!: string;
}

export class DecisionDto {
  @ApiProperty({ format: 'uuid', maxLength: 36 })
  prediction_id!: string;

  @ApiProperty(instant)
  decided_at!: string;

  @ApiProperty(modelName)
  model!: string;

  @ApiProperty({ ...count, minimum: 1 })
  model_version!: number;

  @ApiProperty({ ...anyText(1000), example: '42' })
  row_id!: string;

  @ApiProperty(share)
  probability!: number;

  @ApiProperty({ ...count, maximum: 1000 })
  score!: number;

  @ApiProperty(share)
  threshold!: number;

  @ApiProperty({ type: () => AppliedGreyBandDto })
  grey_band!: AppliedGreyBandDto;

  @ApiProperty(count)
  policy_version!: number;

  @ApiProperty({ type: () => OutcomesDto, description: 'What the policy called the decisions' })
  outcomes!: OutcomesDto;

  @ApiProperty({ ...outcomeName, description: 'By policy and model' })
  automatic_decision!: string;

  @ApiProperty({ ...outcomeName, description: 'What holds: the last override, else the automatic one' })
  decision!: string;

  @ApiProperty({ description: 'The newest card of the row lies in the grey band and nobody has decided yet' })
  open!: boolean;

  @ApiProperty({ format: 'uuid', maxLength: 36, description: 'The newest card of the row' })
  latest_prediction_id!: string;

  @ApiProperty({
    description:
      'The newest card of the row has other values, or another version, threshold or policy decided it',
  })
  superseded!: boolean;

  @ApiProperty({
    type: () => [DecisionOverrideDto],
    maxItems: 1000,
    description: 'Of this card and of those that say the same of the row by the same; the earliest first',
  })
  overrides!: DecisionOverrideDto[];
}

export class DecisionPageDto implements Page<DecisionDto> {
  @ApiProperty({ type: () => [DecisionDto], maxItems: maximumPageSize })
  items!: DecisionDto[];

  @ApiProperty({
    type: 'string',
    maxLength: 1000,
    pattern: '^[A-Za-z0-9_-]+$',
    nullable: true,
    description: 'Null on the last page',
  })
  next_cursor!: string | null;

  @ApiProperty({ ...count, format: 'int64', maximum: Number.MAX_SAFE_INTEGER, description: 'Over all pages' })
  total!: number;
}

export class OverrideDecisionDto {
  @ApiProperty({
    ...outcomeName,
    example: 'accepted',
    description: "One of the outcomes of the decision's policy",
  })
  @IsString()
  @MinLength(1)
  @MaxLength(40)
  @Matches(outcomePattern)
  decision!: string;

  @Reason('Income confirmed by the tax notice')
  reason!: string;
}
