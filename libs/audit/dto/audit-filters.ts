import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsIn,
  IsInt,
  IsISO8601,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import { predictionStatuses } from '../predictions/prediction-record.js';

/** No control characters: PostgreSQL refuses NUL, and no identifier holds the others. */
export const printablePattern = '^[^\\x00-\\x1f\\x7f]*$';
export const modelNamePattern = '^[a-z][a-z0-9-]*$';
/** RFC 3339 from year 1000 on, with a time zone that PostgreSQL takes too. */
const instantPattern =
  '^[1-9]\\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,6})?(Z|[+-](0\\d|1[0-4]):[0-5]\\d)$';

export const InstantFilter = (description: string): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({
      type: 'string',
      format: 'date-time',
      maxLength: 32,
      pattern: instantPattern,
      description,
      example: '2026-11-01T00:00:00Z',
    }),
    IsOptional(),
    Matches(new RegExp(instantPattern), { message: 'must be a time with zone such as 2026-11-01T00:00:00Z' }),
    IsISO8601({ strict: true }, { message: 'must be a day of the calendar' }),
  );

export const TextFilter = (description: string, example: string, pattern: string): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ maxLength: 200, minLength: 1, pattern, description, example }),
    IsOptional(),
    IsString(),
    MaxLength(200),
    MinLength(1),
    Matches(new RegExp(pattern)),
  );

export const ModelVersionFilter = (): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({
      type: 'integer',
      format: 'int32',
      minimum: 1,
      maximum: 2_147_483_647,
      description: 'Version of the model',
      example: 3,
    }),
    IsOptional(),
    Type(() => Number),
    IsInt(),
    Min(1),
    Max(2_147_483_647),
  );

export const StatusFilter = (): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({
      enum: predictionStatuses,
      enumName: 'PredictionStatus',
      description: 'How the call ended',
    }),
    IsOptional(),
    IsIn(predictionStatuses),
  );
