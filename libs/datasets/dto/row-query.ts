import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsNumber, IsOptional, Max, Min } from 'class-validator';
import { booleanOfQuery } from '../csv/dto/csv-import-query.dto.js';

/** Number() would also take '', ' 1', '0x10' and round what is too long. */
export const integerOfPath = ({ value }: { value: unknown }): number =>
  typeof value === 'string' && /^[1-9]\d{0,15}$/.test(value) ? Number(value) : Number.NaN;

const numberOfQuery = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' && /^-?\d{1,30}(\.\d{1,30})?(e[+-]?\d{1,3})?$/i.test(value)
    ? Number(value)
    : value;

/** A filter by the smallest or largest number. */
export const BoundFilter = (
  description: string,
  example: number,
  [minimum, maximum]: readonly [number, number],
): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ type: 'number', format: 'double', minimum, maximum, description, example }),
    IsOptional(),
    Transform(numberOfQuery),
    IsNumber({ allowNaN: false, allowInfinity: false }),
    Min(minimum),
    Max(maximum),
  );

/** A filter by yes or no. */
export const FlagFilter = (description: string): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ type: 'boolean', description }),
    IsOptional(),
    Transform(booleanOfQuery),
    IsBoolean(),
  );

/** Whether columns that are kept to watch fairness are answered too. */
export const IncludeSensitive = (): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({
      type: 'boolean',
      default: false,
      description: 'Also answer the columns that are kept to watch fairness (needs the scope clients:write)',
    }),
    Transform(booleanOfQuery),
    IsBoolean(),
  );
