import type { BenchTable } from './bench-table.js';
import { BenchRandom } from './random.js';

export const foldCount = 5;

/** A fold of every row: shuffled by the seed, then dealt out, class by class where there are classes. */
export function foldsOf({ task, target }: BenchTable, seed: number): Uint8Array {
  const random = new BenchRandom(seed);
  const rows = Uint32Array.from(target.keys());
  for (let last = rows.length - 1; last > 0; last--) {
    const other = random.below(last + 1);
    [rows[last], rows[other]] = [rows[other]!, rows[last]!];
  }
  const dealt =
    task === 'binary' ? [0, 1].flatMap((label) => [...rows.filter((row) => target[row] === label)]) : rows;
  const folds = new Uint8Array(rows.length);
  dealt.forEach((row, position) => (folds[row] = position % foldCount));
  return folds;
}
