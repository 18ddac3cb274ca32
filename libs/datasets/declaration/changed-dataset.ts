import { isDeepStrictEqual } from 'node:util';
import type { FieldProblem } from '#libs/platform';
import type { ColumnChangesDto, DatasetChangesDto } from '../dto/dataset-changes.dto.js';
import { type DatasetColumnDto, datasetDto } from '../dto/dataset.dto.js';
import type { DatasetDefinition } from '../feature-schema.js';
import { changedColumn, changeProblems } from './changed-column.js';
import { columnPointer, unknownColumns } from './column-declarations.js';
import { derivedProblems } from './derived-problems.js';
import { patched, withoutUndefined } from './patched.js';
import { targetProblems } from './target-problems.js';

/** One field that is otherwise than before; as the API says it. */
export interface FieldChange {
  readonly pointer: string;
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}

export interface ChangedDataset {
  readonly definition: DatasetDefinition;
  /** Whatever the rows hold. */
  readonly problems: readonly FieldProblem[];
}

/** @param columns that the changes name, each checked by itself */
export function changedDataset(
  before: DatasetDefinition,
  changes: DatasetChangesDto,
  columns: ReadonlyMap<string, ColumnChangesDto>,
): ChangedDataset {
  const { description, target, positiveClass, derived, ...rest } = before;
  const features = patched(changes.derived, derived)?.map(({ name, expression }) => ({ name, expression }));
  const definition: DatasetDefinition = {
    ...rest,
    columns: before.columns.map((column) => {
      const changed = columns.get(column.name);
      return changed ? changedColumn(column, changed) : column;
    }),
    ...withoutUndefined({
      description: patched(changes.description, description),
      target: patched(changes.target, target),
      positiveClass: patched(changes.positive_class, positiveClass),
      derived: features?.length === 0 ? undefined : features,
    }),
  };
  return {
    definition,
    problems: [
      ...unknownColumns(
        columns,
        before.columns.map(({ name }) => name),
        'the dataset has no column of that name',
      ),
      ...definition.columns.flatMap((column) => {
        const changed = columns.get(column.name);
        return changed ? changeProblems(column, changed, column.name === before.identifier) : [];
      }),
      ...targetProblems(definition),
      ...derivedProblems(definition),
    ],
  };
}

/** What is otherwise than before, in the order of the answer. */
export function fieldChanges(before: DatasetDefinition, after: DatasetDefinition): FieldChange[] {
  const nothingElse = { rowCount: null, stored: null, warnings: [] };
  const { columns: wereColumns, ...was } = datasetDto(before, nothingElse);
  const { columns, ...is } = datasetDto(after, nothingElse);
  return [
    ...differences(was, is, (field) => ({ pointer: `/${field}`, field })),
    ...columns.flatMap((column, place) =>
      differences<DatasetColumnDto>(wereColumns[place]!, column, (field) => ({
        pointer: `${columnPointer(column.name)}/${field}`,
        field,
      })),
    ),
  ];
}

function differences<Answer extends object>(
  from: Answer,
  to: Answer,
  name: (field: string) => Omit<FieldChange, 'from' | 'to'>,
): FieldChange[] {
  return (Object.keys(to) as (keyof Answer & string)[])
    .filter((field) => !isDeepStrictEqual(from[field], to[field]))
    .map((field) => ({ ...name(field), from: from[field], to: to[field] }));
}
