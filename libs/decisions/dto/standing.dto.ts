import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { anyNumber, anyText, count, featureName, instant } from './decision-values.js';

const percentile = { type: 'number', format: 'double', minimum: 0, maximum: 100 } as const;
const edge = {
  oneOf: [
    { type: 'number', minimum: anyNumber.minimum, maximum: anyNumber.maximum },
    { type: 'string', format: 'date', maxLength: 10 },
    { type: 'null' },
  ],
};

/** Numbers from one edge up to, but not including, the other. */
export class DistributionBinDto {
  @ApiProperty({ ...edge, description: 'Null: no lower edge; days as dates' })
  from!: number | string | null;

  @ApiProperty({ ...edge, description: 'Null: no upper edge' })
  to!: number | string | null;

  @ApiProperty(count)
  rows!: number;
}

export class DistributionLevelDto {
  @ApiProperty({ ...anyText(1000), description: 'Of yes or no: true and false' })
  level!: string;

  @ApiProperty(count)
  rows!: number;
}

/** Where the row's value of one feature lies among those of the others. Nothing is shown of fewer than 5 rows. */
export class FeatureStandingDto {
  @ApiProperty(featureName)
  feature!: string;

  @ApiProperty({
    ...percentile,
    type: 'number',
    nullable: true,
    description: 'Numbers and days: share of rows below, in percent; equal ones count half',
  })
  percentile!: number | null;

  @ApiProperty({
    ...count,
    type: 'integer',
    nullable: true,
    description: 'In which of the bins or levels, from 0 on; null: missing, or among the others',
  })
  bin!: number | null;

  @ApiPropertyOptional({ type: () => [DistributionBinDto], maxItems: 100, description: 'Numbers and days' })
  bins?: DistributionBinDto[];

  @ApiPropertyOptional({
    type: () => [DistributionLevelDto],
    maxItems: 100,
    description: 'Categories, and yes or no: the most frequent first',
  })
  levels?: DistributionLevelDto[];

  @ApiProperty({ ...count, description: 'Rows of levels that are not shown' })
  other_rows!: number;

  @ApiProperty({
    ...count,
    type: 'integer',
    nullable: true,
    description: 'Rows without a value; null: fewer than 5, possibly none',
  })
  missing_rows!: number | null;
}

export class StandingDto {
  @ApiProperty({ ...count, description: 'Rows that the row is compared with' })
  rows!: number;

  @ApiProperty({
    description: 'Whether these are a sample (always the same, by a hash of the identifier), not all rows',
  })
  sampled!: boolean;

  @ApiProperty({ ...instant, description: 'When these rows were read; at most about an hour ago' })
  measured_at!: string;

  @ApiProperty({
    ...percentile,
    description: 'Share of rows with a lower probability, in percent; equal ones count half',
  })
  percentile!: number;

  @ApiProperty({ ...count, description: 'In which of the bins of the probability, from 0 on' })
  bin!: number;

  @ApiProperty({ type: () => [DistributionBinDto], maxItems: 100, description: 'Of the probability' })
  bins!: DistributionBinDto[];

  @ApiProperty({
    type: () => [FeatureStandingDto],
    maxItems: 100,
    description: 'Of the features that are named as reasons',
  })
  features!: FeatureStandingDto[];
}
