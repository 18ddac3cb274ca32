import { ApiExtraModels, ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean } from 'class-validator';
import { booleanOfQuery, DerivedFeatureDto, ProfileWarningDto } from '#libs/datasets';
import type { ThresholdRule } from '../model-definition.js';
import { columnName } from './column-name.js';
import { Task } from './model-params.dto.js';
import { GatePolicyDto } from './new-model.dto.js';
import {
  BestScoreRuleDto,
  CostRuleDto,
  RecallFloorRuleDto,
  thresholdRuleSchema,
} from './threshold-rule.dto.js';

export enum ModelOrigin {
  BuiltIn = 'built_in',
  User = 'user',
}

const columns = { maxItems: 1600, items: { type: 'string', ...columnName } } as const;

export class AliasDto {
  @ApiProperty({ maxLength: 64, pattern: '^[a-z][a-z0-9_-]*$', example: 'champion' })
  alias!: string;

  @ApiProperty({ type: 'integer', format: 'int32', minimum: 1, maximum: 2147483647, example: 3 })
  version!: number;
}

@ApiExtraModels(BestScoreRuleDto, RecallFloorRuleDto, CostRuleDto)
export class ModelDto {
  @ApiProperty({ maxLength: 64, pattern: '^[a-z][a-z0-9-]*$', example: 'loan-amount' })
  name!: string;

  @ApiProperty({
    enum: ModelOrigin,
    enumName: 'ModelOrigin',
    description: 'built_in: part of Veridict; user: made with POST /models',
  })
  origin!: ModelOrigin;

  @ApiProperty({ maxLength: 1000, pattern: '^[\\s\\S]*$', example: 'Loan amount that a client takes' })
  description!: string;

  @ApiProperty({ maxLength: 64, pattern: '^[a-z][a-z0-9_]*$', example: 'clients' })
  dataset!: string;

  @ApiProperty({ enum: Task, enumName: 'Task', example: Task.Regression })
  task!: Task;

  @ApiProperty({ ...columnName, example: 'montant_pret' })
  target!: string;

  @ApiPropertyOptional({
    maxLength: 1000,
    pattern: '^[\\s\\S]*$',
    example: 'true',
    description: 'Binary: the value of the target that the answer 1 means, and the probability is of',
  })
  positive_class?: string;

  @ApiProperty({ type: [String], ...columns, example: ['age', 'revenu_estime_mois'] })
  features!: string[];

  @ApiProperty({
    type: [String],
    ...columns,
    example: [],
    description: 'Of the features, those that are sensitive',
  })
  sensitive_features!: string[];

  @ApiProperty({
    type: () => [DerivedFeatureDto],
    maxItems: 1000,
    description: "Computed in the model's file",
  })
  derived!: DerivedFeatureDto[];

  @ApiPropertyOptional({
    ...thresholdRuleSchema,
    description: 'Binary: how trainings choose the threshold unless they say otherwise',
  })
  threshold?: ThresholdRule;

  @ApiProperty({ type: () => GatePolicyDto, description: 'Which versions become champion by themselves' })
  gate!: GatePolicyDto;

  @ApiProperty({ type: () => [AliasDto], maxItems: 100 })
  aliases!: AliasDto[];

  @ApiProperty({ description: 'The champion is loaded in the process that answers' })
  ready!: boolean;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    maxLength: 30,
    nullable: true,
    description: 'Since then it answers nothing; versions, history and records stay',
  })
  retired_at!: string | null;
}

export class CreatedModelDto extends ModelDto {
  @ApiProperty({
    type: [String],
    maxItems: 2000,
    items: { type: 'string', maxLength: 4000, pattern: '^[\\s\\S]*$' },
    example: ['task is binary: "paid late" has two values, "N" and "Y"'],
    description: 'What was not told: what was taken for it, and why',
  })
  inferred!: string[];

  @ApiProperty({
    type: () => [ProfileWarningDto],
    maxItems: 10_000,
    nullable: true,
    description:
      'What in the rows speaks against learning the target from these features; null when they could not be looked at now: see GET /datasets/{name}/profile',
  })
  warnings!: ProfileWarningDto[] | null;
}

export class ModelListQuery {
  @ApiPropertyOptional({ type: 'boolean', default: false, description: 'Those that were retired, too' })
  @Transform(booleanOfQuery)
  @IsBoolean()
  include_retired: boolean = false;
}

export class ModelListDto {
  @ApiProperty({ type: () => [ModelDto], maxItems: 10000 })
  items!: ModelDto[];
}
