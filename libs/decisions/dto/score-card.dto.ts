import { ApiProperty } from '@nestjs/swagger';
import {
  anyNumber,
  anyText,
  count,
  featureName,
  modelName,
  outcomeName,
  rowValue,
  type RowValueOfCard,
  share,
} from './decision-values.js';
import { ReasonDirection } from './reason-codes.dto.js';
import { StandingDto } from './standing.dto.js';

export class AppliedGreyBandDto {
  @ApiProperty({ ...share, description: 'Below, the decision is the negative one' })
  from!: number;

  @ApiProperty({
    ...share,
    description: 'From here on, the decision is the positive one; equal to from: no band',
  })
  to!: number;
}

/** What was decided of one row, and by what. */
export class DecisionResultDto {
  @ApiProperty({ format: 'uuid', maxLength: 36, description: 'Id of the audit record' })
  prediction_id!: string;

  @ApiProperty({ ...share, example: 0.12, description: 'Of the positive class' })
  probability!: number;

  @ApiProperty({
    ...count,
    maximum: 1000,
    example: 880,
    description: '1000 × (1 − probability), rounded: the higher, the better',
  })
  score!: number;

  @ApiProperty({ ...outcomeName, example: 'accepted' })
  decision!: string;
}

export class ReasonDto {
  @ApiProperty({ maxLength: 64, pattern: '^[A-Z0-9][A-Z0-9_-]*$', example: 'REVENU_MENSUEL' })
  code!: string;

  @ApiProperty({ ...anyText(300), example: 'Pay' })
  text!: string;

  @ApiProperty(featureName)
  feature!: string;

  @ApiProperty({ ...rowValue, example: 2911, description: 'Of the row; null where missing' })
  value!: RowValueOfCard;

  @ApiProperty({
    ...anyText(1000),
    example: '2911',
    description: 'The value as people write it in the language of the card',
  })
  value_text!: string;

  @ApiProperty({ ...anyNumber, example: 0.41, description: 'In log-odds before calibration' })
  contribution!: number;

  @ApiProperty({
    enum: ReasonDirection,
    enumName: 'ReasonDirection',
    description: 'Whether the value speaks for the positive class or against it',
  })
  direction!: ReasonDirection;
}

export class ScoreCardDto extends DecisionResultDto {
  @ApiProperty({ ...anyText(200), example: '42' })
  row_id!: string;

  @ApiProperty(modelName)
  model!: string;

  @ApiProperty({ ...count, minimum: 1 })
  model_version!: number;

  @ApiProperty({ ...share, description: 'In force' })
  threshold!: number;

  @ApiProperty({ type: () => AppliedGreyBandDto })
  grey_band!: AppliedGreyBandDto;

  @ApiProperty({ ...anyText(300), example: 'leaves the company' })
  positive_class!: string;

  @ApiProperty({
    type: () => [ReasonDto],
    maxItems: 100,
    description:
      'Those that speak for the positive class first, the strongest of them first. No protected column is among them.',
  })
  reasons!: ReasonDto[];

  @ApiProperty({
    type: () => StandingDto,
    nullable: true,
    description: 'Null while the other rows are still being scored',
  })
  standing!: StandingDto | null;

  @ApiProperty({ ...count, description: '0: as the model declares it' })
  policy_version!: number;

  @ApiProperty({ ...count, description: '0: as the model declares or the dataset describes them' })
  dictionary_version!: number;

  @ApiProperty({ type: [String], maxItems: 1000, items: { type: 'string', ...anyText(1000) } })
  warnings!: string[];
}
