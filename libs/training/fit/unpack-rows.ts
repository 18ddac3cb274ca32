import { MlError } from '#libs/ml';
import type { FitTask, PositiveClass } from './fit-task.js';
import type { Snapshot, SnapshotValues } from './read-snapshot.js';
import type { TrainingRows } from './training-rows.js';

/**
 * What was read, in the form that estimators take.
 *
 * @throws MlError `too_few_rows` when there is none, `invalid_target` when a yes-or-no target holds a third value
 */
export function unpackRows(task: FitTask, { identifiers, unlabelled, columns }: Snapshot): TrainingRows {
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
    unlabelled,
    table: { rowCount, columns: pick(featureNames) },
    splitValues: pick(splitNames),
    ...unpackTarget(task, columns[target]!),
  };
}

function unpackTarget(
  { task, positive }: FitTask,
  values: SnapshotValues,
): Pick<TrainingRows, 'target' | 'classes'> {
  if (task === 'multiclass') return classIndices(namesOf(values));
  if (task === 'binary' && positive) return { classes: [], target: yesOrNo(namesOf(values), positive) };
  if (!(values instanceof Float64Array))
    throw new Error(`The target of a ${task} model must be a number or a boolean`);
  if (task === 'binary') requireZeroOrOne(values);
  return { classes: [], target: values };
}

function namesOf(values: SnapshotValues): readonly string[] {
  if (values instanceof Float64Array) throw new Error('A target of classes must be read as their names');
  return values as string[];
}

function classIndices(values: readonly string[]): Pick<TrainingRows, 'target' | 'classes'> {
  const classes = [...new Set(values)].sort(byCodeUnit);
  const indices = new Map(classes.map((name, index) => [name, index]));
  return { classes, target: Float64Array.from(values, (value) => indices.get(value)!) };
}

/** A third value may be a slip in a new row: that it means no, somebody has to have said. */
function yesOrNo(values: readonly string[], { name, isAgainstRest }: PositiveClass): Float64Array {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [[no, rows] = ['', 0], ...more] = [...counts]
    .filter(([value]) => value !== name)
    .sort(([left, a], [right, b]) => b - a || byCodeUnit(left, right));
  if (more.length > 0 && !isAgainstRest) {
    const wrong = values.length - rows - (counts.get(name) ?? 0);
    const known = `${JSON.stringify(name)} and ${JSON.stringify(no)}`;
    refuseTarget(
      `${wrong} of ${values.length} rows have a value other than ${known}, and a yes or no has two: correct or empty it in these rows, or make a model of all its values`,
    );
  }
  return Float64Array.from(values, (value) => (value === name ? 1 : 0));
}

function requireZeroOrOne(values: Float64Array): void {
  const wrong = values.filter((value) => value !== 0 && value !== 1).length;
  if (wrong > 0)
    refuseTarget(
      `${wrong} of ${values.length} rows have a value other than 0 and 1: correct or empty it in these rows`,
    );
}

function refuseTarget(detail: string): never {
  throw new MlError('invalid_target', [{ field: 'target', detail }]);
}

/** The same order in every locale. */
function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
