import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, Matches, Max, MaxLength, Min } from 'class-validator';

export enum Task {
  Regression = 'regression',
  Binary = 'binary',
  Multiclass = 'multiclass',
}

const modelPattern = /^[a-z][a-z0-9-]*$/;
const largestInteger = 2147483647;

export class ModelParams {
  @ApiProperty({
    maxLength: 64,
    pattern: modelPattern.source,
    example: 'loan-amount',
    description: 'Name of the model',
  })
  @Matches(modelPattern)
  @MaxLength(64)
  model!: string;
}

export class ModelVersionParams extends ModelParams {
  @ApiProperty({
    type: 'integer',
    format: 'int32',
    minimum: 1,
    maximum: largestInteger,
    example: 1,
    description: 'Number of the version',
  })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(largestInteger)
  version!: number;
}

export class ModelAliasParams extends ModelParams {
  @ApiProperty({
    maxLength: 64,
    pattern: '^[a-z][a-z0-9_-]*$',
    example: 'champion',
    description: 'Name of the alias; `champion` serves',
  })
  @Matches(/^[a-z][a-z0-9_-]*$/)
  @MaxLength(64)
  alias!: string;
}
