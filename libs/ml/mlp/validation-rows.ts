import { MlError } from '../errors.js';
import type { Task } from '../estimator.js';
import type { Random } from '../random/random.js';

/**
 * Draws rows to be kept from learning, ascending: `fraction` of all rows (regression) or of each class's, rounded,
 * so that the classes' shares stay the same.
 *
 * @throws MlError `too_few_rows` when fewer than two are left for validation.
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
  const chosen = [...strata.entries()]
    .sort(([a], [b]) => a - b)
    .flatMap(([, rows]) => {
      random.shuffle(rows);
      return rows.slice(0, Math.round(rows.length * fraction));
    });
  if (chosen.length < 2) {
    const detail = `${fraction} of ${target.length} rows leave ${chosen.length} for validation: raise it, or turn early_stopping off`;
    throw new MlError('too_few_rows', [{ field: 'validation_fraction', detail }]);
  }
  return Uint32Array.from(chosen).sort();
}
