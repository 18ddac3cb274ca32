import { MlError, selectRows, type Table } from '#libs/ml';
import type { SplitRule } from '#libs/models';
import type { FitTask } from './fit-task.js';
import { heldOutRows, splitRule } from './split-rows.js';
import type { TrainingRows } from './training-rows.js';

/** Fewer rows give metrics that say nothing. */
const minimumTrainingRows = 40;
export const minimumHeldOutRows = 10;

/** Some of the rows that were read. */
export interface Part {
  /** Which: positions among all rows, ascending. */
  readonly rows: Uint32Array;
  readonly table: Table;
  readonly target: Float64Array;
}

export interface HeldOut {
  readonly rule: SplitRule;
  readonly training: Part;
  readonly heldOut: Part;
  /** Those of the training rows; the targets of both parts are indices into them. */
  readonly classes: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * Parts the rows to learn from from those that only measure.
 *
 * @throws MlError `too_few_rows`
 */
export function holdOut(task: FitTask, rows: TrainingRows): HeldOut {
  const rule = splitRule(task.options.split, task.testSize, rows);
  const marks = heldOutRows(rule, task.testSize, rows)!;
  const training = positions(marks, 0);
  const known = knownClasses(rows, training);
  const measurable = positions(marks, 1).filter((row) => known.index(rows.target[row]!) !== undefined);
  if (training.length < minimumTrainingRows || measurable.length < minimumHeldOutRows) {
    const detail = `${marks.length} rows have a target, ${training.length} to learn from and ${measurable.length} to measure on; at least ${minimumTrainingRows} and ${minimumHeldOutRows} are needed`;
    throw new MlError('too_few_rows', [{ field: 'rows', detail }]);
  }
  const part = (indices: Uint32Array): Part => ({
    rows: indices,
    table: selectRows(rows.table, indices),
    target: Float64Array.from(indices, (row) => known.index(rows.target[row]!)!),
  });
  const dropped = marks.length - training.length - measurable.length;
  return {
    rule,
    training: part(training),
    heldOut: part(measurable),
    classes: known.names,
    warnings:
      dropped === 0 ? [] : [`${dropped} held-out rows were not measured on: no training row has their class`],
  };
}

/** Where the values of one part stand among those of all rows. */
export function pick(values: Float64Array, rows: Uint32Array | readonly number[]): Float64Array {
  return Float64Array.from(rows, (row) => values[row]!);
}

function positions(marks: Uint8Array, wanted: 0 | 1): Uint32Array {
  const rows: number[] = [];
  marks.forEach((mark, row) => {
    if (mark === wanted) rows.push(row);
  });
  return Uint32Array.from(rows);
}

/** A class that no training row has cannot be learned; targets that are no classes stay what they are. */
function knownClasses(
  { classes, target }: TrainingRows,
  training: Uint32Array,
): { readonly names: readonly string[]; readonly index: (value: number) => number | undefined } {
  if (classes.length === 0) return { names: [], index: (value) => value };
  const present = new Set(Array.from(training, (row) => target[row]!));
  const kept = classes.map((_, index) => index).filter((index) => present.has(index));
  const indices = new Map(kept.map((index, place) => [index, place]));
  return { names: kept.map((index) => classes[index]!), index: (value) => indices.get(value) };
}
