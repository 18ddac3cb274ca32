import { ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { columnOf, type DatasetColumn, type DatasetDefinition } from '../feature-schema.js';
import type { Presence } from './column-property.js';

const otherSpelling = { type: 'string', maxLength: 1000, pattern: '^[\\s\\S]*$' } as const;

/**
 * Documents a column of a body that is matched with the dataset: its own name and values, and what is taken beside them.
 * `x-aliases` and `x-synonyms` say it in a form that programs can read. Checks nothing: the model's schema does.
 * @param enumName of the allowed values in the OpenAPI document
 */
export function PayloadColumn(
  dataset: DatasetDefinition,
  name: string,
  presence: Presence,
  example: number | string | boolean | null,
  enumName?: string,
): PropertyDecorator {
  const column = columnOf(dataset, name);
  const { aliases, synonyms, acceptedUnused } = column;
  const remarks = [
    descriptionOf(column),
    ...(aliases ? [`may be sent as ${aliases.join(' or ')} instead`] : []),
    ...(acceptedUnused ? ['taken, but neither used nor recorded'] : []),
  ];
  return ApiProperty({
    ...documented(column, enumName),
    // Under which of its names it is sent, no schema can require.
    required: presence === 'required' && !aliases,
    description: remarks.join('; '),
    example,
    ...(acceptedUnused ? { deprecated: true } : {}),
    ...(aliases ? { 'x-aliases': [...aliases] } : {}),
    ...(synonyms ? { 'x-synonyms': synonyms } : {}),
  });
}

/** Documents another name of a column. */
export function PayloadAlias(dataset: DatasetDefinition, alias: string): PropertyDecorator {
  const column = dataset.columns.find(({ aliases }) => aliases?.includes(alias));
  if (!column) throw new Error(`Dataset ${dataset.name} has no alias ${alias}`);
  return ApiProperty({
    ...documented(column, undefined),
    required: false,
    deprecated: true,
    description: `Older name of ${column.name}: send one of them`,
  });
}

function descriptionOf({ description, unit }: DatasetColumn): string {
  return unit ? `${description} (${unit})` : description;
}

function documented(column: DatasetColumn, enumName: string | undefined): object {
  const { name, kind, integer, minimum, maximum, synonyms, nullable } = column;
  const orNull = nullable ? [{ type: 'null' }] : [];
  switch (kind) {
    case 'numeric':
      return {
        ...(integer ? { type: 'integer', format: 'int32' } : { type: 'number', format: 'double' }),
        minimum,
        maximum,
        ...(nullable ? { nullable } : {}),
      };
    case 'date':
      throw new Error(`${name}: no body of its own declares a date`);
    case 'boolean':
      if (!synonyms) return { type: 'boolean', ...(nullable ? { nullable } : {}) };
      return {
        anyOf: [
          { type: 'boolean' },
          { ...otherSpelling, description: `In words: ${inWords(synonyms)}` },
          ...orNull,
        ],
      };
    case 'categorical': {
      if (enumName === undefined) throw new Error(`${name} needs a name for its allowed values`);
      const words = synonyms ? `; ${inWords(synonyms)}` : '';
      return {
        anyOf: [
          { $ref: getSchemaPath(enumName) },
          {
            ...otherSpelling,
            description: `The same in any case, with or without accents and blanks${words}`,
          },
          ...orNull,
        ],
      };
    }
  }
}

function inWords(synonyms: NonNullable<DatasetColumn['synonyms']>): string {
  return Object.entries(synonyms)
    .map(([value, texts]) => `${texts.join(', ')} for ${value}`)
    .join('; ');
}
