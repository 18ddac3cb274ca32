import { ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { IsIn, IsNumber, Max, Min } from 'class-validator';

const smallestCost = 1e-6;
const largestCost = 1e12;

export class BestScoreRuleDto {
  @ApiProperty({ type: 'string', enum: ['f1'] })
  @IsIn(['f1'])
  rule!: 'f1';
}

export class RecallFloorRuleDto {
  @ApiProperty({ type: 'string', enum: ['recall'] })
  @IsIn(['recall'])
  rule!: 'recall';

  @ApiProperty({
    minimum: 0.01,
    maximum: 1,
    example: 0.9,
    description: 'Share of class 1 that must be found; among such thresholds the most precise is taken',
  })
  @IsNumber()
  @Min(0.01)
  @Max(1)
  floor!: number;
}

export class CostRuleDto {
  @ApiProperty({ type: 'string', enum: ['cost'] })
  @IsIn(['cost'])
  rule!: 'cost';

  @ApiProperty({
    minimum: smallestCost,
    maximum: largestCost,
    example: 10,
    description: 'Cost of missing a row of class 1',
  })
  @IsNumber()
  @Min(smallestCost)
  @Max(largestCost)
  false_negative!: number;

  @ApiProperty({
    minimum: smallestCost,
    maximum: largestCost,
    example: 1,
    description: 'Cost of taking a row of class 0 for 1',
  })
  @IsNumber()
  @Min(smallestCost)
  @Max(largestCost)
  false_positive!: number;
}

/** For a rule that is none: lists those that are. */
class UnknownRuleDto {
  @IsIn(['f1', 'recall', 'cost'])
  rule!: string;
}

/** The class that a threshold rule is checked against: the one that it names. */
export function thresholdRuleClass(given: unknown): new () => object {
  switch ((given as { rule?: unknown } | null)?.rule) {
    case 'f1':
      return BestScoreRuleDto;
    case 'recall':
      return RecallFloorRuleDto;
    case 'cost':
      return CostRuleDto;
    default:
      return UnknownRuleDto;
  }
}

const path = (type: new () => object) => ({ $ref: getSchemaPath(type) });
export const thresholdRuleSchema = {
  oneOf: [path(BestScoreRuleDto), path(RecallFloorRuleDto), path(CostRuleDto)],
};
