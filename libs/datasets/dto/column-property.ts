import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsInt, IsNumber, Max, Min, ValidateIf } from 'class-validator';
import { columnOf, type DatasetColumn, type DatasetDefinition } from '../feature-schema.js';

/** `required`: must be there, though it may be null where the column is nullable. */
export type Presence = 'required' | 'optional';

/** Documentation from the dataset's own declaration, plus checks that tell null from absent. */
export function ColumnProperty(
  dataset: DatasetDefinition,
  name: string,
  presence: Presence,
  schema: object,
  checks: readonly PropertyDecorator[],
): PropertyDecorator {
  const { description, unit, nullable } = columnOf(dataset, name);
  return applyDecorators(
    ApiProperty({
      ...schema,
      required: presence === 'required',
      ...(nullable ? { nullable: true } : {}),
      description: unit ? `${description} (${unit})` : description,
    }),
    ...(nullable ? [ValidateIf((_: object, value: unknown) => value !== null)] : []),
    ...(presence === 'optional' ? [ValidateIf((_: object, value: unknown) => value !== undefined)] : []),
    ...checks,
  );
}

/**
 * The same with schema and checks from the declaration too: bounds, whole numbers, allowed values.
 * @param enumName of the allowed values in the OpenAPI document
 */
export function DeclaredColumn(
  dataset: DatasetDefinition,
  name: string,
  presence: Presence,
  example: number | string | boolean | null,
  enumName?: string,
): PropertyDecorator {
  const { schema, checks } = declared(columnOf(dataset, name), enumName);
  return ColumnProperty(dataset, name, presence, { ...schema, example }, checks);
}

function declared(
  column: DatasetColumn,
  enumName: string | undefined,
): { readonly schema: object; readonly checks: readonly PropertyDecorator[] } {
  const { name, kind, integer, minimum, maximum, allowedValues } = column;
  switch (kind) {
    case 'date':
      throw new Error(`${name}: no body of its own declares a date`);
    case 'boolean':
      return { schema: { type: 'boolean' }, checks: [IsBoolean()] };
    case 'numeric': {
      if (minimum === undefined || maximum === undefined) throw new Error(`${name} declares no bounds`);
      return {
        schema: {
          ...(integer ? { type: 'integer', format: 'int32' } : { type: 'number', format: 'double' }),
          minimum,
          maximum,
        },
        checks: [
          integer ? IsInt() : IsNumber({ allowNaN: false, allowInfinity: false }),
          Min(minimum),
          Max(maximum),
        ],
      };
    }
    case 'categorical': {
      if (!allowedValues) throw new Error(`${name} declares no allowed values`);
      return {
        schema: { enum: [...allowedValues], ...(enumName ? { enumName } : {}) },
        checks: [IsIn(allowedValues)],
      };
    }
  }
}
