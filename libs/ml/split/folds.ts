import { MlError } from '../errors.js';
import { ascendingOrder } from '../metrics/ascending-order.js';
import { holdoutPosition, type Split } from './holdout.js';
import { rowsByStratum } from './strata.js';

/** After what rows are dealt to folds. `positions`: see `identifierPositions` and `seededPositions`. */
export type FoldPlan =
  /** Fold sizes differ by one row at most. */
  | { readonly by: 'position'; readonly positions: ArrayLike<number> }
  /** Every fold has the same share of each class or quantile bin, up to one row. */
  | { readonly by: 'stratum'; readonly strata: ArrayLike<number>; readonly positions: ArrayLike<number> }
  /** All rows of a group are in one fold; folds are filled with the largest groups first. */
  | { readonly by: 'group'; readonly groups: readonly string[] }
  /**
   * Forward chaining: the times are cut into one more block than there are folds, and fold i learns from the first
   * i blocks and is judged on the next. Rows of the first block are never held out.
   */
  | { readonly by: 'time'; readonly times: ArrayLike<number> };

/**
 * Folds of a cross-validation. Except with `time` every row is held out exactly once, and learned from in all other
 * folds.
 *
 * @param folds how many, from 2 on
 * @throws MlError `invalid_folds`; `invalid_option` (lengths, missing times); `too_few_rows` when there are fewer
 * rows, groups or distinct times than folds need, or a class has fewer rows than there are folds.
 */
export function kFolds(folds: number, plan: FoldPlan): readonly Split[] {
  if (!(Number.isInteger(folds) && folds >= 2)) {
    throw new MlError('invalid_folds', [
      { field: 'folds', detail: `must be a whole number from 2 on, is ${folds}` },
    ]);
  }
  switch (plan.by) {
    case 'position': {
      atLeast(plan.positions.length, folds, 'rows');
      return dealt(folds, ascendingOrder(plan.positions));
    }
    case 'stratum':
      return stratified(folds, plan.strata, plan.positions);
    case 'group':
      return grouped(folds, plan.groups);
    case 'time':
      return forwardChained(folds, plan.times);
  }
}

/** One row per fold in turn. */
function dealt(folds: number, order: ArrayLike<number>): Split[] {
  const foldOf = new Uint32Array(order.length);
  for (let index = 0; index < order.length; index += 1) foldOf[order[index]!] = index % folds;
  return splitsOf(folds, foldOf);
}

/** Dealing goes on where the stratum before stopped, so that the sizes of the folds stay even. */
function stratified(folds: number, strata: ArrayLike<number>, positions: ArrayLike<number>): Split[] {
  checkLength('positions', positions.length, strata.length);
  const byStratum = [...rowsByStratum(strata, positions).values()];
  for (const rows of byStratum) atLeast(rows.length, folds, 'rows of each class or bin');
  return dealt(folds, byStratum.flat());
}

/** Largest groups first into the fold with the fewest rows (as scikit-learn's GroupKFold); equals by their hash. */
function grouped(folds: number, groups: readonly string[]): Split[] {
  const sizes = new Map<string, number>();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  atLeast(sizes.size, folds, 'groups');
  const ordered = [...sizes]
    .map(([group, size]) => ({ group, size, position: holdoutPosition(group) }))
    .sort((a, b) => b.size - a.size || a.position - b.position || (a.group < b.group ? -1 : 1));
  const foldSizes = new Array<number>(folds).fill(0);
  const foldOfGroup = new Map<string, number>();
  for (const { group, size } of ordered) {
    const smallest = foldSizes.indexOf(Math.min(...foldSizes));
    foldOfGroup.set(group, smallest);
    foldSizes[smallest]! += size;
  }
  return splitsOf(
    folds,
    Uint32Array.from(groups, (group) => foldOfGroup.get(group)!),
  );
}

/** Blocks of about equal size; rows of one time share a block (after Hyndman, Athanasopoulos, section 5.10). */
function forwardChained(folds: number, times: ArrayLike<number>): Split[] {
  checkTimes(times);
  const order = ascendingOrder(times);
  const blockOf = new Uint32Array(order.length);
  let block = -1;
  let wanted = -1;
  order.forEach((row, index) => {
    const due = Math.floor((index * (folds + 1)) / order.length);
    if (due !== wanted && (index === 0 || times[row] !== times[order[index - 1]!])) {
      block += 1;
      wanted = due;
    }
    blockOf[row] = block;
  });
  atLeast(block + 1, folds + 1, 'blocks of different times');
  return Array.from({ length: folds }, (_, fold) => ({
    training: rowsWhere(blockOf, (value) => value <= fold),
    heldOut: rowsWhere(blockOf, (value) => value === fold + 1),
  }));
}

function splitsOf(folds: number, foldOf: Uint32Array): Split[] {
  return Array.from({ length: folds }, (_, fold) =>
    splitOf(Uint8Array.from(foldOf, (value) => (value === fold ? 1 : 0))),
  );
}

function rowsWhere(values: Uint32Array, holds: (value: number) => boolean): Uint32Array {
  const rows = new Uint32Array(values.length);
  let count = 0;
  values.forEach((value, row) => {
    if (holds(value)) rows[count++] = row;
  });
  return rows.slice(0, count);
}

function atLeast(found: number, needed: number, what: string): void {
  if (found >= needed) return;
  throw new MlError('too_few_rows', [
    { field: 'folds', detail: `needs ${needed} ${what}, there are ${found}` },
  ]);
}

function checkLength(field: string, length: number, rowCount: number): void {
  if (length === rowCount) return;
  throw new MlError('invalid_option', [
    { field, detail: `has ${length} values, there are ${rowCount} rows` },
  ]);
}

function checkTimes(times: ArrayLike<number>): void {
  for (let row = 0; row < times.length; row += 1) {
    if (!Number.isNaN(times[row])) continue;
    throw new MlError('invalid_option', [{ field: 'times', detail: 'has missing values' }]);
  }
}

/** @param isHeldOut 1 for rows to hold out */
function splitOf(isHeldOut: Uint8Array): Split {
  let count = 0;
  for (const flag of isHeldOut) count += flag;
  const split = { training: new Uint32Array(isHeldOut.length - count), heldOut: new Uint32Array(count) };
  let [training, heldOut] = [0, 0];
  isHeldOut.forEach((flag, row) => {
    if (flag === 1) split.heldOut[heldOut++] = row;
    else split.training[training++] = row;
  });
  return split;
}
