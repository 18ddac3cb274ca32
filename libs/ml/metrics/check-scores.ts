import { MlError, type Problem } from '../errors.js';

/** @throws MlError `invalid_scores` when the lengths differ, nothing is there, or a value is not finite. */
export function checkScores(actual: ArrayLike<number>, predicted: ArrayLike<number>): void {
  const problems = [...actualProblems(actual), ...lengthProblems('predicted', predicted, actual.length)];
  if (!every(actual, Number.isFinite)) {
    problems.push({ field: 'actual', detail: 'has missing or infinite values' });
  }
  if (!every(predicted, Number.isFinite)) {
    problems.push({ field: 'predicted', detail: 'has missing or infinite values' });
  }
  refuse(problems);
}

/** `checkScores`, and actual must be 0 or 1. */
export function checkBinaryScores(actual: ArrayLike<number>, score: ArrayLike<number>): void {
  checkScores(actual, score);
  refuse(binaryProblems(actual));
}

/** `checkBinaryScores`, and probability must be in [0, 1]. */
export function checkProbabilities(actual: ArrayLike<number>, probability: ArrayLike<number>): void {
  checkScores(actual, probability);
  const problems = binaryProblems(actual);
  if (!every(probability, isProbability)) {
    problems.push({ field: 'probability', detail: 'has values outside [0, 1]' });
  }
  refuse(problems);
}

/** Probabilities are rows × classes, row by row, and add up to 1 in each row within 1e-6. */
export function checkClassProbabilities(
  actual: ArrayLike<number>,
  probability: ArrayLike<number>,
  classCount: number,
): void {
  const problems = actualProblems(actual);
  if (classCount < 2) problems.push({ field: 'classes', detail: 'there must be at least two' });
  problems.push(...lengthProblems('probability', probability, actual.length * classCount));
  refuse(problems);
  if (!every(actual, (value) => Number.isInteger(value) && value >= 0 && value < classCount)) {
    problems.push({ field: 'actual', detail: 'has values that are not the index of a class' });
  }
  if (!every(probability, isProbability)) {
    problems.push({ field: 'probability', detail: 'has values outside [0, 1]' });
  } else if (!addUpToOne(probability, classCount)) {
    problems.push({ field: 'probability', detail: 'has rows that do not add up to 1' });
  }
  refuse(problems);
}

/** One positive finite number per row. @throws MlError `invalid_scores`. */
export function checkSampleWeight(sampleWeight: ArrayLike<number> | undefined, rowCount: number): void {
  if (sampleWeight === undefined) return;
  const problems = lengthProblems('sample_weight', sampleWeight, rowCount);
  if (!every(sampleWeight, (value) => value > 0 && value < Infinity)) {
    problems.push({ field: 'sample_weight', detail: 'has values that are not positive and finite' });
  }
  refuse(problems);
}

const isBinary = (value: number): boolean => value === 0 || value === 1;
const isProbability = (value: number): boolean => value >= 0 && value <= 1;

function binaryProblems(actual: ArrayLike<number>): Problem[] {
  return every(actual, isBinary) ? [] : [{ field: 'actual', detail: 'has values other than 0 and 1' }];
}

function actualProblems(actual: ArrayLike<number>): Problem[] {
  return actual.length === 0 ? [{ field: 'actual', detail: 'there is no row to judge by' }] : [];
}

function lengthProblems(field: string, values: ArrayLike<number>, expected: number): Problem[] {
  if (values.length === expected) return [];
  const basis = field === 'predicted' ? `actual has ${expected}` : `${expected} are needed`;
  return [{ field, detail: `has ${values.length} values, ${basis}` }];
}

function addUpToOne(probability: ArrayLike<number>, classCount: number): boolean {
  for (let start = 0; start < probability.length; start += classCount) {
    let sum = 0;
    for (let index = start; index < start + classCount; index += 1) sum += probability[index]!;
    if (Math.abs(sum - 1) > 1e-6) return false;
  }
  return true;
}

function every(values: ArrayLike<number>, holds: (value: number) => boolean): boolean {
  for (let index = 0; index < values.length; index += 1) if (!holds(values[index]!)) return false;
  return true;
}

function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new MlError('invalid_scores', problems);
}
