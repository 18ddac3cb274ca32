import { type AlgorithmName, algorithms } from '#libs/ml';
import { ApiExtraModels, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  IsEnum,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { IfGiven, OptionalBody } from '#libs/platform';
import {
  BestScoreRuleDto,
  CostRuleDto,
  RecallFloorRuleDto,
  type ThresholdRule,
  thresholdRuleClass,
  thresholdRuleSchema,
} from '#libs/models';
import { defaultOptions, type SplitRequest } from '../options/training-options.js';
import { hyperparameterReferences } from './hyperparameter-schemas.js';
import {
  CalibrationChoice,
  ColumnSplitDto,
  HashSplitDto,
  splitClass,
  splitSchema,
} from './training-options.dto.js';

const algorithmNames = Object.keys(algorithms);
const defaultAlgorithm: AlgorithmName = 'auto';

@OptionalBody()
@ApiExtraModels(BestScoreRuleDto, RecallFloorRuleDto, CostRuleDto, HashSplitDto, ColumnSplitDto)
export class TrainRequestDto {
  @ApiPropertyOptional({
    maxLength: 64,
    pattern: '^[a-z][a-z0-9-]*$',
    default: 'loan-amount',
    example: 'loan-amount',
  })
  @IfGiven()
  @IsString()
  @MaxLength(64)
  @Matches(/^[a-z][a-z0-9-]*$/)
  model: string = 'loan-amount';

  @ApiPropertyOptional({ enum: algorithmNames, enumName: 'Algorithm', default: defaultAlgorithm })
  @IfGiven()
  @IsIn(algorithmNames)
  algorithm: AlgorithmName = defaultAlgorithm;

  @ApiPropertyOptional({
    anyOf: hyperparameterReferences(),
    example: {},
    description: 'Of the algorithm; what is left out takes its default',
  })
  // As it was sent: class-transformer drops names that objects inherit, and they would not be refused.
  @Transform(({ obj }: { obj: { hyperparameters?: unknown } }) => obj.hyperparameters)
  @IfGiven()
  @IsObject()
  hyperparameters: Record<string, unknown> = {};

  @ApiPropertyOptional({ type: 'integer', format: 'int32', minimum: 0, maximum: 2147483647, default: 42 })
  @IfGiven()
  @IsInt()
  @Min(0)
  @Max(2147483647)
  seed: number = 42;

  @ApiPropertyOptional({
    minimum: 0.05,
    maximum: 0.5,
    default: 0.2,
    description: 'Share of rows held out to measure on',
  })
  @IfGiven()
  @IsNumber()
  @Min(0.05)
  @Max(0.5)
  test_size: number = 0.2;

  @ApiPropertyOptional({
    ...splitSchema,
    default: defaultOptions.split,
    description: 'Which rows are held out. The same ones every time, and anybody can tell which',
  })
  @IfGiven()
  @IsObject()
  @ValidateNested()
  @Type((options) => splitClass((options?.object as { split?: unknown } | undefined)?.split))
  split?: SplitRequest;

  @ApiPropertyOptional({
    enum: CalibrationChoice,
    enumName: 'CalibrationChoice',
    default: CalibrationChoice.Auto,
    description:
      'Binary models. How probabilities are corrected; auto: Platt scaling where it lowers the log loss of the out-of-fold predictions, else none',
  })
  @IfGiven()
  @IsEnum(CalibrationChoice)
  calibration?: CalibrationChoice;

  @ApiPropertyOptional({
    ...thresholdRuleSchema,
    description:
      'Binary models. How the probability from which on the answer is 1 is chosen; class 1 is positive. Left out: as the model says, else by the highest F1',
  })
  @IfGiven()
  @IsObject()
  @ValidateNested()
  @Type((options) => thresholdRuleClass((options?.object as { threshold?: unknown } | undefined)?.threshold))
  threshold?: ThresholdRule;

  @ApiPropertyOptional({
    minimum: 0.5,
    maximum: 0.99,
    default: defaultOptions.intervalCoverage,
    description: 'Regression models. Share of rows whose true value the prediction interval should hold',
  })
  @IfGiven()
  @IsNumber()
  @Min(0.5)
  @Max(0.99)
  interval_coverage?: number;
}
