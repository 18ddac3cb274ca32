import { CHANCE, hashOf, mix } from './random.js';

/**
 * Training rows that an iteration draws, then all other rows of the table; both ascend. Chance belongs to the row
 * and the iteration, so it does not matter in which order rows are looked at.
 */
export function drawRows(
  rowCount: number,
  trainingCount: number,
  share: number,
  seed: number,
  iteration: number,
): { readonly rows: Uint32Array; readonly drawnCount: number } {
  const rows = new Uint32Array(rowCount);
  const key = hashOf(seed, CHANCE.rows, iteration);
  const cut = share * 2 ** 32;
  const others = new Uint32Array(rowCount);
  let drawnCount = 0;
  let otherCount = 0;
  for (let row = 0; row < rowCount; row += 1) {
    if (row < trainingCount && (share === 1 || mix(row ^ key) < cut)) {
      rows[drawnCount] = row;
      drawnCount += 1;
    } else {
      others[otherCount] = row;
      otherCount += 1;
    }
  }
  rows.set(others.subarray(0, otherCount), drawnCount);
  return { rows, drawnCount };
}

/** The columns that a tree draws, ascending; at least one. */
export function drawColumns(
  columns: Uint32Array,
  share: number,
  seed: number,
  iteration: number,
  output: number,
): Uint32Array {
  if (share === 1) return columns;
  const chance = (column: number): number => hashOf(seed, CHANCE.columns, iteration, output, column);
  const count = Math.max(1, Math.round(columns.length * share));
  return columns
    .slice()
    .sort((a, b) => chance(a) - chance(b) || a - b)
    .subarray(0, count)
    .sort();
}
