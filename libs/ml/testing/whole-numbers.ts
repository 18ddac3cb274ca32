import type { FeatureColumn, Table } from '../table/table.js';
import { randomNumbers } from './random-table.js';

/** Columns of few distinct values, so that every trainer of histograms has a bin for each of them. */
export const wholeNumberColumns: readonly FeatureColumn[] = [
  { name: 'a', kind: 'numeric', nullable: false },
  { name: 'b', kind: 'numeric', nullable: true },
  { name: 'c', kind: 'numeric', nullable: false },
];

/** a and c are whole numbers from 1, b too or missing; the target is positive and depends on all three. */
export function wholeNumbers(rowCount: number): { readonly table: Table; readonly target: Float64Array } {
  const next = randomNumbers(11);
  const a = new Float64Array(rowCount);
  const b = new Float64Array(rowCount);
  const c = new Float64Array(rowCount);
  const target = new Float64Array(rowCount);
  for (let row = 0; row < rowCount; row += 1) {
    a[row] = 1 + Math.floor(next() * 40);
    b[row] = next() < 0.2 ? NaN : 1 + Math.floor(next() * 25);
    c[row] = 1 + Math.floor(next() * 60);
    const known = Number.isNaN(b[row]) ? 9 : b[row]!;
    target[row] = Math.round(a[row]! * known + (c[row]! > 30 ? 100 : 0) + next() * 50) / 16;
  }
  return { table: { rowCount, columns: { a, b, c } }, target };
}
