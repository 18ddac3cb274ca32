import { MlError } from '../errors.js';
import { ascendingOrder } from '../metrics/ascending-order.js';
import { checkTestSize, splitByIdentifier, type Split } from './holdout.js';
import { rowsByStratum } from './strata.js';

/**
 * Holds out the same share of every class (or quantile bin, see `quantileStrata`): of each stratum the rows with the
 * lowest positions, rounded to whole rows. Rows with equal identifiers can be parted; use `splitByGroup` for such.
 * Unlike with `splitByIdentifier` a row can change sides when rows are added.
 *
 * @param strata class or bin per row
 * @param positions one per row, see `identifierPositions` and `seededPositions`
 * @param testSize share to hold out, above 0 and below 1
 * @throws MlError `invalid_test_size`; `too_few_rows` when a stratum would be missing on one side.
 */
export function splitStratified(
  strata: ArrayLike<number>,
  positions: ArrayLike<number>,
  testSize: number,
): Split {
  checkTestSize(testSize);
  checkLength('positions', positions.length, strata.length);
  const isHeldOut = new Uint8Array(strata.length);
  for (const rows of rowsByStratum(strata, positions).values()) {
    const count = Math.round(rows.length * testSize);
    if (count === 0 || count === rows.length) {
      const detail = `a class or bin of ${rows.length} rows cannot be split at a share of ${testSize}`;
      throw new MlError('too_few_rows', [{ field: 'strata', detail }]);
    }
    for (let index = 0; index < count; index += 1) isHeldOut[rows[index]!] = 1;
  }
  return splitOf(isHeldOut);
}

/**
 * Holds out the latest rows, about that share of them: all whose time is not before the first held-out one. The
 * model is then judged on the future, as it will be used; rows of one time are never parted.
 *
 * @param times any numbers that ascend with time, milliseconds for example
 * @throws MlError `invalid_test_size`; `invalid_option` when a time is missing; `too_few_rows` when one side is empty.
 */
export function splitByTime(times: ArrayLike<number>, testSize: number): Split {
  checkTestSize(testSize);
  checkTimes(times);
  const order = ascendingOrder(times);
  const first = times[order[Math.floor(order.length * (1 - testSize))] ?? 0];
  const isHeldOut = Uint8Array.from({ length: times.length }, (_, row) => (times[row]! >= first! ? 1 : 0));
  if (!isHeldOut.includes(0) || !isHeldOut.includes(1)) {
    const detail = `${times.length} rows of these times cannot be split at a share of ${testSize}`;
    throw new MlError('too_few_rows', [{ field: 'times', detail }]);
  }
  return splitOf(isHeldOut);
}

/**
 * Holds out whole groups (all rows of a client, a site, a household) by the hash of their name: the share of groups
 * is about `testSize`, that of rows is so only when groups are many and alike.
 *
 * @throws MlError `invalid_test_size`.
 */
export function splitByGroup(groups: readonly string[], testSize: number): Split {
  return splitByIdentifier(groups, testSize);
}

export function checkLength(field: string, length: number, rowCount: number): void {
  if (length === rowCount) return;
  throw new MlError('invalid_option', [
    { field, detail: `has ${length} values, there are ${rowCount} rows` },
  ]);
}

export function checkTimes(times: ArrayLike<number>): void {
  for (let row = 0; row < times.length; row += 1) {
    if (!Number.isNaN(times[row])) continue;
    throw new MlError('invalid_option', [{ field: 'times', detail: 'has missing values' }]);
  }
}

/** @param isHeldOut 1 for rows to hold out */
export function splitOf(isHeldOut: Uint8Array): Split {
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
