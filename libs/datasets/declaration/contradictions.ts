import type { FieldProblem } from '#libs/platform';
import type { ColumnChangesDto } from '../dto/dataset-changes.dto.js';
import type { ColumnKind, DatasetColumn } from '../feature-schema.js';
import { columnPointer } from './column-declarations.js';

type Declared = Pick<
  ColumnChangesDto,
  'integer' | 'minimum' | 'maximum' | 'allowed_values' | 'open' | 'missing_values'
>;

/** What is declared of a column and cannot be. @param column with the declaration in it */
export function contradictions(
  { name, kind, minimum, maximum }: DatasetColumn,
  declared: Declared,
): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const refuse = (field: keyof Declared, detail: string): void => {
    problems.push({ pointer: `${columnPointer(name)}/${field}`, detail });
  };
  const only = (wanted: ColumnKind, fields: readonly (keyof Declared)[]): void => {
    if (kind === wanted) return;
    for (const field of fields) if (declared[field] !== undefined) refuse(field, `is for ${wanted} columns`);
  };
  only('numeric', ['integer', 'minimum', 'maximum']);
  only('categorical', ['allowed_values', 'open']);
  if (minimum !== undefined && maximum !== undefined && minimum > maximum)
    refuse('minimum', 'must not be greater than the maximum');
  const values = declared.allowed_values;
  if (values && new Set(values).size < values.length) refuse('allowed_values', 'names a value twice');
  if (values?.length === 0) refuse('allowed_values', 'must name at least one value');
  if (kind === 'boolean' && declared.missing_values?.length)
    refuse('missing_values', 'a boolean has no value that could stand for a missing one');
  if (kind === 'numeric' && declared.missing_values?.some((marker) => typeof marker === 'string'))
    refuse('missing_values', 'must be numbers, as the column holds');
  return problems;
}
