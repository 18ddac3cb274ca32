import type { ColumnValues } from '../table/table.js';
import type { Split } from './holdout.js';
import { type Cell, rowKey } from './row-key.js';

/**
 * How a model knew a row: `train`, it learned from this very row; `test`, the row was held out and measured on;
 * `changed`, it learned from a row of that identifier, whose values were others then; `unseen`, none of these. Answers
 * to the rows of `train` and `changed` are better than answers to rows that are new.
 */
export type RowSplit = 'train' | 'test' | 'changed' | 'unseen';

/** Sorted 64-bit keys (see `rowKey`), little-endian: 16 bytes a row that was learned from, 8 a row that was held out. */
export interface SeenRowKeys {
  /** Of identifiers and values. */
  readonly train: Uint8Array;
  readonly test: Uint8Array;
  /** Of the identifiers of the rows in `train`. */
  readonly trainIdentifiers: Uint8Array;
}

/**
 * What has to be kept of a training so that anybody can tell later how the model knew a row. No value can be read from
 * it; whoever has a row can find out whether it was there.
 *
 * @param columns the features in the order in which `SeenRows.splitOf` will be given them, one value per identifier
 */
export function recordSeenRows(
  identifiers: readonly string[],
  columns: readonly ColumnValues[],
  { training, heldOut }: Split,
): SeenRowKeys {
  const keyOf = (row: number): bigint =>
    rowKey(
      identifiers[row]!,
      columns.map((values) => values[row]!),
    );
  return {
    train: sortedKeys(training, keyOf),
    test: sortedKeys(heldOut, keyOf),
    trainIdentifiers: sortedKeys(training, (row) => rowKey(identifiers[row]!)),
  };
}

/** Tells how a model knew rows. */
export class SeenRows {
  private readonly train: BigUint64Array;
  private readonly test: BigUint64Array;
  private readonly trainIdentifiers: BigUint64Array;

  constructor(keys: SeenRowKeys) {
    this.train = keysOf(keys.train);
    this.test = keysOf(keys.test);
    this.trainIdentifiers = keysOf(keys.trainIdentifiers);
  }

  /** @param cells values of the features, in the order of the columns that were recorded */
  splitOf(identifier: string, cells: readonly Cell[]): RowSplit {
    const row = rowKey(identifier, cells);
    if (includes(this.train, row)) return 'train';
    if (includes(this.test, row)) return 'test';
    return includes(this.trainIdentifiers, rowKey(identifier)) ? 'changed' : 'unseen';
  }
}

function sortedKeys(rows: Uint32Array, keyOf: (row: number) => bigint): Uint8Array {
  const keys = new BigUint64Array(rows.length);
  rows.forEach((row, place) => (keys[place] = keyOf(row)));
  return new Uint8Array(keys.sort().buffer);
}

/** Copied: what a database hands over begins anywhere, and words must begin at multiples of their size. */
function keysOf(bytes: Uint8Array): BigUint64Array {
  return new BigUint64Array(Uint8Array.from(bytes).buffer);
}

function includes(sorted: BigUint64Array, key: bigint): boolean {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (sorted[middle]! < key) from = middle + 1;
    else to = middle;
  }
  return sorted[from] === key;
}
