import { MlError, type Problem } from '../errors.js';

/** @throws MlError `invalid_scores` when the lengths differ, nothing is there, or a value is not finite. */
export function checkScores(actual: ArrayLike<number>, predicted: ArrayLike<number>): void {
  const problems: Problem[] = [];
  if (actual.length === 0) problems.push({ field: 'actual', detail: 'there is no row to judge by' });
  if (actual.length !== predicted.length) {
    const detail = `has ${predicted.length} values, actual has ${actual.length}`;
    problems.push({ field: 'predicted', detail });
  }
  if (!areFinite(actual)) problems.push({ field: 'actual', detail: 'has missing or infinite values' });
  if (!areFinite(predicted)) problems.push({ field: 'predicted', detail: 'has missing or infinite values' });
  if (problems.length > 0) throw new MlError('invalid_scores', problems);
}

/** `checkScores`, and actual must be 0 or 1, probability in [0, 1]. */
export function checkProbabilities(actual: ArrayLike<number>, probability: ArrayLike<number>): void {
  checkScores(actual, probability);
  const problems: Problem[] = [];
  if (!Array.from(actual).every((value) => value === 0 || value === 1)) {
    problems.push({ field: 'actual', detail: 'has values other than 0 and 1' });
  }
  if (!Array.from(probability).every((value) => value >= 0 && value <= 1)) {
    problems.push({ field: 'probability', detail: 'has values outside [0, 1]' });
  }
  if (problems.length > 0) throw new MlError('invalid_scores', problems);
}

function areFinite(values: ArrayLike<number>): boolean {
  return Array.from(values).every((value) => Number.isFinite(value));
}
