import { ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { columnName, type ThresholdRule, thresholdRuleSchema } from '#libs/models';
import type { SplitRequest } from '../options/training-options.js';
import { IsEnum, IsIn, IsString, Matches, MaxLength, MinLength } from 'class-validator';

export enum CalibrationChoice {
  Auto = 'auto',
  None = 'none',
  Platt = 'platt',
  Isotonic = 'isotonic',
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

  @ApiProperty({ ...columnName, example: 'created_at' })
  @IsString()
  @MinLength(columnName.minLength)
  @MaxLength(columnName.maxLength)
  @Matches(new RegExp(columnName.pattern, 'u'))
  column!: string;
}

class UnknownSplitDto {
  @IsIn(['identifier', 'stratified', 'group', 'time'])
  method!: string;
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

export const splitSchema = {
  oneOf: [{ $ref: getSchemaPath(HashSplitDto) }, { $ref: getSchemaPath(ColumnSplitDto) }],
};

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
