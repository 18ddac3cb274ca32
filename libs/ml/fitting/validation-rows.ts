import type { Task } from '../estimator.js';
import type { Random } from '../random/random.js';

/**
 * Draws rows to be kept from learning, ascending: `fraction` of all rows (regression) or of each class's, rounded,
 * so that the classes' shares stay the same. None where there are too few.
 */
export function drawValidationRows(
  task: Task,
  target: Float64Array,
  fraction: number,
  random: Random,
): Uint32Array {
  const strata = new Map<number, number[]>();
  target.forEach((value, row) => {
    const stratum = task === 'regression' ? 0 : value;
    const rows = strata.get(stratum);
    if (rows === undefined) strata.set(stratum, [row]);
    else rows.push(row);
  });
  const chosen: number[] = [];
  for (const [, rows] of [...strata].sort(([a], [b]) => a - b)) {
    random.shuffle(rows);
    for (const row of rows.slice(0, Math.round(rows.length * fraction))) chosen.push(row);
  }
  return Uint32Array.from(chosen).sort();
}
