import { MlError, type Task } from '#libs/ml';
import type { SnapshotValues } from './read-snapshot.js';
import type { FitTask } from './fit-task.js';
import type { Snapshot } from './read-snapshot.js';
import type { TrainingRows } from './training-rows.js';

/**
 * What was read, in the form that estimators take.
 *
 * @throws MlError `too_few_rows` when there is none, `invalid_target` when a yes-or-no target holds other numbers
 */
export function unpackRows(task: FitTask, { identifiers, columns }: Snapshot): TrainingRows {
  const rowCount = identifiers.length;
  if (rowCount === 0) {
    const detail = `no row of ${task.datasetName} has a value: add or import rows first`;
    throw new MlError('too_few_rows', [{ field: task.targetName, detail }]);
  }
  const pick = (names: readonly string[]): Record<string, SnapshotValues> =>
    Object.fromEntries(names.map((name) => [name, columns[name]!]));
  const featureNames = task.features.map(({ name }) => name);
  const { query } = task.source;
  const { target } = query;
  const splitNames = query.columns
    .map(({ name }) => name)
    .filter((name) => name !== target && !featureNames.includes(name));
  return {
    identifiers,
    table: { rowCount, columns: pick(featureNames) },
    splitValues: pick(splitNames),
    ...unpackTarget(task.task, columns[target]!),
  };
}

function unpackTarget(task: Task, values: SnapshotValues): Pick<TrainingRows, 'target' | 'classes'> {
  if (task === 'multiclass') {
    if (values instanceof Float64Array)
      throw new Error('The target of a multiclass model must be a category');
    const classes = [...new Set(values as string[])].sort(byCodeUnit);
    const indices = new Map(classes.map((name, index) => [name, index]));
    return { classes, target: Float64Array.from(values, (value) => indices.get(value!)!) };
  }
  if (!(values instanceof Float64Array))
    throw new Error(`The target of a ${task} model must be a number or a boolean`);
  if (task === 'binary' && !values.every((value) => value === 0 || value === 1)) {
    throw new MlError('invalid_target', [{ field: 'target', detail: 'has values other than 0 and 1' }]);
  }
  return { classes: [], target: values };
}

/** The same order in every locale. */
function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
