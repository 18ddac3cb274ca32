import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { CheckedByRoute } from '#libs/platform';

const number = { minimum: -1.7976931348623157e308, maximum: 1.7976931348623157e308 };

/** Rows of one call with explanations: each costs as much as many rows without. */
export const maximumExplained = 100;

/** Checked by `explainAsked`, so that a prediction without a query does not pay for the pipe. */
@CheckedByRoute()
export class ExplainQueryDto {
  @ApiPropertyOptional({
    type: 'boolean',
    default: false,
    description: `Say what each feature adds to the answer; for at most ${maximumExplained} rows of one call`,
  })
  explain?: boolean;
}

export enum ExplanationMethod {
  TreeShap = 'tree_shap',
  Linear = 'linear',
  Sampled = 'sampled',
}

export class ContributionDto {
  @ApiProperty({ maxLength: 64, pattern: '^[\\s\\S]*$', example: 'revenu_estime_mois' })
  feature!: string;

  @ApiProperty({
    oneOf: [
      { type: 'number', ...number },
      { type: 'string', maxLength: 1000, pattern: '^[\\s\\S]*$' },
      { type: 'boolean' },
      { type: 'null' },
    ],
    example: 3200,
    description: 'As it was sent; null where missing',
  })
  value!: number | string | boolean | null;

  @ApiProperty({ ...number, example: 1204.3, description: 'What the value adds to the raw score' })
  contribution!: number;

  @ApiPropertyOptional({ ...number, description: 'sampled: how far off the contribution may be' })
  standard_error?: number;
}

export class ExplanationDto {
  @ApiProperty({
    enum: ExplanationMethod,
    enumName: 'ExplanationMethod',
    description: 'tree_shap and linear are exact Shapley values; sampled ones are estimates with an error',
  })
  method!: ExplanationMethod;

  @ApiProperty({
    maxLength: 100,
    pattern: '^[\\s\\S]*$',
    example: 'EUR',
    description: 'Of all numbers here: the unit of the target, its logarithm, or log-odds before calibration',
  })
  unit!: string;

  @ApiProperty({ ...number, example: 9041.4, description: 'The expected raw score, before the row is known' })
  baseline!: number;

  @ApiProperty({ ...number, example: 10245.7, description: 'baseline + sum of the contributions' })
  raw_score!: number;

  @ApiProperty({ type: () => [ContributionDto], maxItems: 1000, description: 'The strongest first' })
  contributions!: ContributionDto[];
}
