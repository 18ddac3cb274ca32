import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsNumber, Max, Min } from 'class-validator';
import { IfGiven } from '#libs/platform';
import { anyNumber, anyText, count, modelName, share } from './decision-values.js';

const cost = { type: 'number', format: 'double', minimum: 1e-6, maximum: 1e12 } as const;
const numberOfQuery = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' && /^\d{1,13}(\.\d{1,9})?(e[+-]?\d{1,2})?$/i.test(value) ? Number(value) : value;

export class CostCurveQueryDto {
  @ApiPropertyOptional({ ...cost, description: "Absent: the decision policy's" })
  @IfGiven()
  @Transform(numberOfQuery)
  @IsNumber()
  @Min(cost.minimum)
  @Max(cost.maximum)
  false_negative_cost?: number;

  @ApiPropertyOptional({ ...cost, description: "Absent: the decision policy's" })
  @IfGiven()
  @Transform(numberOfQuery)
  @IsNumber()
  @Min(cost.minimum)
  @Max(cost.maximum)
  false_positive_cost?: number;
}

/** What deciding at one threshold costs on the held-out rows. */
export class CostPointDto {
  @ApiProperty(share)
  threshold!: number;

  @ApiProperty({ ...count, description: 'Rows of the positive class that are missed' })
  false_negatives!: number;

  @ApiProperty({ ...count, description: 'Other rows that are taken for the positive class' })
  false_positives!: number;

  @ApiProperty({ ...anyNumber, minimum: 0, description: 'Of all held-out rows' })
  cost!: number;

  @ApiProperty({ ...anyNumber, minimum: 0 })
  cost_per_row!: number;
}

export class CostCurveDto {
  @ApiProperty(modelName)
  model!: string;

  @ApiProperty({ ...count, minimum: 1 })
  model_version!: number;

  @ApiProperty({ ...anyText(300), description: 'In words, in English', example: 'leaves the company' })
  positive_class!: string;

  @ApiProperty({ ...count, description: 'Held-out rows: none of them was learned from' })
  rows!: number;

  @ApiProperty({ ...count, description: 'Of these, rows of the positive class' })
  positive_rows!: number;

  @ApiProperty(cost)
  false_negative_cost!: number;

  @ApiProperty(cost)
  false_positive_cost!: number;

  @ApiProperty({ ...count, description: 'Of the policy that gave the costs that the query left out' })
  policy_version!: number;

  @ApiProperty({
    type: () => CostPointDto,
    description: 'At the threshold in force: the point of the curve next to it',
  })
  in_force!: CostPointDto;

  @ApiProperty({ ...share, description: 'In force for this version' })
  threshold!: number;

  @ApiProperty({ type: () => CostPointDto, description: 'Chosen on the same held-out rows: see caution' })
  cheapest!: CostPointDto;

  @ApiProperty({ ...anyText(500), description: 'What to expect of the cheapest threshold on other rows' })
  caution!: string;

  @ApiProperty({ type: () => CostPointDto, description: 'Of deciding for no row that it is positive' })
  always_negative!: CostPointDto;

  @ApiProperty({ type: () => CostPointDto, description: 'Of deciding for every row that it is positive' })
  always_positive!: CostPointDto;

  @ApiProperty({
    type: () => [CostPointDto],
    maxItems: 1000,
    description: 'From the highest threshold down; at most 200 points',
  })
  points!: CostPointDto[];
}
