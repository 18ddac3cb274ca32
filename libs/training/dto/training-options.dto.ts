import { ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import type { ThresholdRule } from '#libs/models';
import type { SplitRequest } from '../options/training-options.js';
import { IsEnum, IsIn, IsNumber, IsString, Matches, Max, MaxLength, Min } from 'class-validator';

export enum CalibrationChoice {
  Auto = 'auto',
  None = 'none',
  Platt = 'platt',
  Isotonic = 'isotonic',
}

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

export enum HashSplitMethod {
  Identifier = 'identifier',
  Stratified = 'stratified',
}

export enum ColumnSplitMethod {
  Group = 'group',
  Time = 'time',
}

export class HashSplitDto {
  @ApiProperty({
    enum: HashSplitMethod,
    enumName: 'HashSplitMethod',
    description: "By a hash of the row's identifier; stratified: the same share of each class",
  })
  @IsEnum(HashSplitMethod)
  method!: HashSplitMethod;
}

export class ColumnSplitDto {
  @ApiProperty({
    enum: ColumnSplitMethod,
    enumName: 'ColumnSplitMethod',
    description: 'group: rows of one value stay together; time: the latest rows are held out',
  })
  @IsEnum(ColumnSplitMethod)
  method!: ColumnSplitMethod;

  @ApiProperty({ maxLength: 64, pattern: '^[A-Za-z][A-Za-z0-9_]*$', example: 'created_at' })
  @IsString()
  @MaxLength(64)
  @Matches(/^[A-Za-z][A-Za-z0-9_]*$/)
  column!: string;
}

class UnknownSplitDto {
  @IsIn(['identifier', 'stratified', 'group', 'time'])
  method!: string;
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

export function splitClass(given: unknown): new () => object {
  switch ((given as { method?: unknown } | null)?.method) {
    case 'identifier':
    case 'stratified':
      return HashSplitDto;
    case 'group':
    case 'time':
      return ColumnSplitDto;
    default:
      return UnknownSplitDto;
  }
}

const oneOf = (types: readonly (new () => object)[]) => ({
  oneOf: types.map((type) => ({ $ref: getSchemaPath(type) })),
});
export const thresholdRuleSchema = oneOf([BestScoreRuleDto, RecallFloorRuleDto, CostRuleDto]);
export const splitSchema = oneOf([HashSplitDto, ColumnSplitDto]);

/** Of a run; what does not apply to the task of its model is absent. */
export class TrainingOptionsDto {
  @ApiProperty(splitSchema)
  split!: SplitRequest;

  @ApiPropertyOptional({ enum: CalibrationChoice, enumName: 'CalibrationChoice' })
  calibration?: CalibrationChoice;

  @ApiPropertyOptional(thresholdRuleSchema)
  threshold?: ThresholdRule;

  @ApiPropertyOptional({ minimum: 0, maximum: 1 })
  interval_coverage?: number;
}
