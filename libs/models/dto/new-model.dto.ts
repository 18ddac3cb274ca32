import { ApiExtraModels, ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsEnum,
  IsNumber,
  IsObject,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { IfGiven } from '#libs/platform';
import { DerivedFeatureDto, mostDerived } from '#libs/datasets';
import type { ThresholdRule } from '../model-definition.js';
import { columnName } from './column-name.js';
import { Task } from './model-params.dto.js';
import {
  BestScoreRuleDto,
  CostRuleDto,
  RecallFloorRuleDto,
  thresholdRuleClass,
  thresholdRuleSchema,
} from './threshold-rule.dto.js';

/** As many columns as a table of PostgreSQL can have. */
const mostColumns = 1600;
const printable = '^[^\\p{Cc}\\p{Cs}]*$';

const isColumnName =
  (each: boolean): PropertyDecorator =>
  (target, property) => {
    IsString({ each })(target, property);
    MinLength(columnName.minLength, { each })(target, property);
    MaxLength(columnName.maxLength, { each })(target, property);
    Matches(new RegExp(columnName.pattern, 'u'), { each })(target, property);
  };

const ColumnList = (description: string, example: readonly string[], fewest = 0): PropertyDecorator => {
  return (target, property) => {
    ApiPropertyOptional({
      type: [String],
      minItems: fewest,
      maxItems: mostColumns,
      uniqueItems: true,
      items: { type: 'string', ...columnName },
      example: [...example],
      description,
    })(target, property);
    IfGiven()(target, property);
    IsArray()(target, property);
    ArrayMinSize(fewest)(target, property);
    ArrayMaxSize(mostColumns)(target, property);
    ArrayUnique()(target, property);
    isColumnName(true)(target, property);
  };
};

export enum GatePromotion {
  Automatic = 'automatic',
  Manual = 'manual',
}

export class GatePolicyDto {
  @ApiPropertyOptional({
    enum: GatePromotion,
    enumName: 'GatePromotion',
    default: GatePromotion.Automatic,
    description: 'manual: no version becomes champion by itself, whatever it measures',
  })
  @IfGiven()
  @IsEnum(GatePromotion)
  promotion: GatePromotion = GatePromotion.Automatic;

  @ApiPropertyOptional({
    type: 'number',
    minimum: 0,
    maximum: 1e12,
    default: 0,
    description:
      'By how much a version must be better than the champion: in units of log loss for classes, for regression of the loss that both versions minimised (RMSE, MAE, pinball, deviance)',
  })
  @IfGiven()
  @IsNumber({ allowNaN: false, allowInfinity: false })
  @Min(0)
  @Max(1e12)
  minimum_improvement: number = 0;
}

@ApiExtraModels(BestScoreRuleDto, RecallFloorRuleDto, CostRuleDto)
export class NewModelDto {
  @ApiProperty({
    minLength: 1,
    maxLength: 64,
    pattern: '^[a-z][a-z0-9-]*$',
    example: 'late-payment',
    description: 'Never taken again, also after the model is retired',
  })
  @IsString()
  @MaxLength(64)
  @Matches(/^[a-z][a-z0-9-]*$/)
  name!: string;

  @ApiPropertyOptional({ maxLength: 1000, pattern: printable, example: 'Whether a bill is paid late' })
  @IfGiven()
  @IsString()
  @MaxLength(1000)
  @Matches(new RegExp(printable, 'u'), { message: 'description must hold no control characters' })
  description?: string;

  @ApiProperty({ maxLength: 63, pattern: '^[a-z][a-z0-9_]*$', example: 'bills' })
  @IsString()
  @MaxLength(63)
  @Matches(/^[a-z][a-z0-9_]*$/)
  dataset!: string;

  @ApiPropertyOptional({
    ...columnName,
    example: 'paid late',
    description: 'Left out: the target of the dataset',
  })
  @IfGiven()
  @isColumnName(false)
  target?: string;

  @ApiPropertyOptional({
    enum: Task,
    enumName: 'Task',
    description:
      'Left out: binary for a target that is true or false, or has two values; multiclass for a text with 3 to 100 values; regression for a number with more than two',
  })
  @IfGiven()
  @IsEnum(Task)
  task?: Task;

  @ApiPropertyOptional({
    minLength: 1,
    maxLength: 1000,
    pattern: '^[\\s\\S]*$',
    example: 'Y',
    description:
      'Binary models: the value of the target, as text, whose probability is answered. Where the target has several others and task is binary, each of them counts as 0; where it has one, a training refuses rows with a third. Left out: as the dataset says, else true, 1, or what says yes of a yes and a no; of other two values it has to be told',
  })
  @IfGiven()
  @IsString()
  @MinLength(1)
  @MaxLength(1000)
  positive_class?: string;

  @ColumnList(
    'Left out: every column but the target, the identifier, excluded and sensitive ones',
    ['age', 'monthly income'],
    1,
  )
  features?: string[];

  @ColumnList('Columns that are no features, beside those that the dataset excludes', ['outcome code'])
  excluded?: string[];

  @ColumnList(
    'Sensitive columns to learn from all the same; each has to be named here, and is never named as a reason',
    ['sex'],
  )
  sensitive_features?: string[];

  @ApiPropertyOptional({
    type: () => [DerivedFeatureDto],
    maxItems: mostDerived,
    description: "Computed from features inside the model's file, beside those of the dataset",
  })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(mostDerived)
  @ValidateNested({ each: true })
  @Type(() => DerivedFeatureDto)
  derived?: DerivedFeatureDto[];

  @ApiPropertyOptional({
    ...thresholdRuleSchema,
    description: 'Binary models: how trainings choose the threshold unless they say otherwise',
  })
  @IfGiven()
  @IsObject()
  @ValidateNested()
  @Type((options) => thresholdRuleClass((options?.object as { threshold?: unknown } | undefined)?.threshold))
  threshold?: ThresholdRule;

  @ApiPropertyOptional({
    type: () => GatePolicyDto,
    description: 'Which versions become champion by themselves',
  })
  @IfGiven()
  @IsObject()
  @ValidateNested()
  @Type(() => GatePolicyDto)
  gate?: GatePolicyDto;
}
