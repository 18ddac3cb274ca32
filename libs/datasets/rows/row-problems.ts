import { type FieldProblem, validationFailed } from '#libs/platform';
import type { DatasetColumn, DatasetDefinition } from '../feature-schema.js';
import { nearestName } from '../nearest-name.js';
import { columnProblem } from './column-problem.js';

/**
 * What is wrong with a body beside its values.
 * @throws DomainError `validation_failed` when it is no object
 */
export function bodyProblems(body: unknown, fields: readonly string[]): FieldProblem[] {
  if (!isObject(body)) throw validationFailed([{ pointer: '', detail: 'the body must be a JSON object' }]);
  return Object.keys(body)
    .filter((name) => !fields.includes(name))
    .map((name) => ({
      pointer: pointerOf(name),
      detail: 'is no field of the body; columns stand in values',
    }));
}

/**
 * Everything that is wrong with the values of a row that is to be stored. Values are not echoed.
 * @param presence `all`: columns that may not be left out must be there; `some`: at least one column must be
 */
export function rowProblems(
  dataset: DatasetDefinition,
  values: unknown,
  presence: 'all' | 'some',
): FieldProblem[] {
  if (!isObject(values)) return [{ pointer: '/values', detail: 'must be an object of values by column' }];
  const settable = dataset.columns.filter(({ name }) => name !== dataset.identifier);
  const columns = new Map(settable.map((column) => [column.name, column]));
  const given = Object.entries(values);
  const problems = given.flatMap(([name, value]) => {
    const column = columns.get(name);
    const detail = column ? columnProblem(column, value) : unknownName(dataset, [...columns.keys()], name);
    return detail === undefined ? [] : [{ pointer: `/values${pointerOf(name)}`, detail }];
  });
  if (presence === 'some')
    return given.length > 0
      ? problems
      : [{ pointer: '/values', detail: 'the body must hold at least one column' }];
  const names = new Set(given.map(([name]) => name));
  return [...problems, ...settable.filter(({ name }) => !names.has(name)).flatMap(missingProblem)];
}

function missingProblem({ name, optional, nullable }: DatasetColumn): FieldProblem[] {
  if (optional) return [];
  const detail = nullable ? 'is required; send null where the value is missing' : 'is required';
  return [{ pointer: `/values${pointerOf(name)}`, detail }];
}

function unknownName(dataset: DatasetDefinition, known: readonly string[], name: string): string {
  if (name === dataset.identifier) return 'names the row: send it as row_id when you add one';
  const nearest = nearestName(name, known);
  return `is no column of ${dataset.name}${nearest === undefined ? '' : `; did you mean ${nearest}?`}`;
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Names may be of any length; that they are unknown can be told without the whole of them. */
const pointerOf = (name: string): string =>
  `/${name.slice(0, 200).replaceAll('~', '~0').replaceAll('/', '~1').toWellFormed()}`;
