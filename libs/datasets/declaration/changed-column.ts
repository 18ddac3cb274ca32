import type { FieldProblem } from '#libs/platform';
import type { ColumnChangesDto } from '../dto/dataset-changes.dto.js';
import type { DatasetColumn } from '../feature-schema.js';
import { dayOf } from '../infer/date-text.js';
import { columnPointer } from './column-declarations.js';
import { contradictions } from './contradictions.js';
import { patched, withoutUndefined } from './patched.js';

/** The column as the changes say; what they leave out is as it was. */
export function changedColumn(column: DatasetColumn, changes: ColumnChangesDto): DatasetColumn {
  const { unit, minimum, maximum, allowedValues, open, missingValues, synonyms, ...rest } = column;
  const listed = patched(changes.allowed_values, allowedValues);
  const marked = markersOf(column, changes.missing_values) ?? missingValues;
  return {
    ...rest,
    description: patched(changes.description, column.description) ?? '',
    nullable: changes.nullable ?? column.nullable,
    optional: changes.nullable ?? column.optional,
    sensitive: changes.sensitive ?? column.sensitive,
    ...withoutUndefined({
      unit: patched(changes.unit, unit),
      integer: changes.integer ?? column.integer,
      minimum: patched(changes.minimum, minimum),
      maximum: patched(changes.maximum, maximum),
      allowedValues: listed,
      open: changes.open ?? open,
      missingValues: marked?.length === 0 ? undefined : marked,
      synonyms: changes.allowed_values === undefined ? synonyms : synonymsOf(synonyms, listed),
      excluded: changes.excluded ?? column.excluded,
    }),
  };
}

/** What of the changes of a column cannot be, whatever its rows hold. @param column as it would be */
export function changeProblems(
  column: DatasetColumn,
  changes: ColumnChangesDto,
  isIdentifier: boolean,
): FieldProblem[] {
  const pointer = columnPointer(column.name);
  if (isIdentifier)
    return Object.entries(changes)
      .filter(([key, value]) => value !== undefined && key !== 'description' && key !== 'unit')
      .map(([key]) => ({
        pointer: `${pointer}/${key}`,
        detail: 'the column names the rows; of it only description and unit can be changed',
      }));
  const problems = contradictions(column, changes);
  if (column.kind === 'categorical' && !column.allowedValues && !column.open)
    problems.push({
      pointer: `${pointer}/${changes.open === undefined ? 'allowed_values' : 'open'}`,
      detail:
        'either allowed_values lists the values, or open is true: else no value could be told from another',
    });
  if (column.kind === 'date' && changes.missing_values?.some((marker) => !isDay(String(marker))))
    problems.push({ pointer: `${pointer}/missing_values`, detail: 'must be days as 2026-11-21' });
  return problems;
}

const isDay = (text: string): boolean => dayOf(text, 'yyyy-mm-dd') === text;

/** As the column holds them: a category is a text, though it look like a number. */
function markersOf(
  { kind }: DatasetColumn,
  markers: readonly (number | string)[] | undefined,
): DatasetColumn['missingValues'] {
  return kind === 'categorical' ? markers?.map(String) : markers;
}

/** Other spellings in files, of values that there still are, and that are no values themselves. */
function synonymsOf(
  synonyms: DatasetColumn['synonyms'],
  listed: readonly string[] | undefined,
): DatasetColumn['synonyms'] {
  const values = new Set(listed);
  const kept = Object.entries(synonyms ?? {}).flatMap(([value, texts]): [string, string[]][] => {
    const others = texts.filter((text) => !values.has(text));
    return values.has(value) && others.length > 0 ? [[value, others]] : [];
  });
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}
