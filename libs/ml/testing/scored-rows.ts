import { randomNumbers } from './random-table.js';

export interface ScoredRows {
  readonly actual: Float64Array;
  readonly probability: Float64Array;
  readonly weight: Float64Array;
}

/** Rows whose positive rate is 0.1 + 0.8 · probability: ranked well, calibrated badly. Golden numbers rest on them. */
export function scoredRows(rowCount: number, seed: number): ScoredRows {
  const next = randomNumbers(seed);
  const actual = new Float64Array(rowCount);
  const probability = new Float64Array(rowCount);
  const weight = new Float64Array(rowCount);
  for (let row = 0; row < rowCount; row += 1) {
    const root = next();
    probability[row] = root * root;
    actual[row] = next() < 0.8 * root * root + 0.1 ? 1 : 0;
    weight[row] = 0.5 + next();
  }
  return { actual, probability, weight };
}

/** Three classes, of which the most probable one is right more often than not. */
export function scoredClasses(rowCount: number, seed: number): ScoredRows {
  const next = randomNumbers(seed);
  const actual = new Float64Array(rowCount);
  const probability = new Float64Array(3 * rowCount);
  const weight = new Float64Array(rowCount);
  for (let row = 0; row < rowCount; row += 1) {
    const raw = [next(), next() * 0.8, next() * 0.5];
    const sum = raw.reduce((left, right) => left + right);
    raw.forEach((value, k) => (probability[3 * row + k] = value / sum));
    const luck = next();
    actual[row] = luck < 0.6 ? raw.indexOf(Math.max(...raw)) : Math.floor(luck * 10) % 3;
    weight[row] = 0.5 + next();
  }
  return { actual, probability, weight };
}
