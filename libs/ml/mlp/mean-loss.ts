import type { Task } from '../estimator.js';

/**
 * The weighted mean over rows of the squared error (regression, in the target's unit squared) or the log loss in
 * nats of the scores' probabilities (classification).
 *
 * @param scores rows × outputs, row by row
 */
export function meanLossOf(
  task: Task,
  scores: Float64Array,
  target: Float64Array,
  weight: Float64Array,
): number {
  const outputCount = scores.length / target.length;
  let sum = 0;
  let all = 0;
  for (let row = 0; row < target.length; row += 1) {
    const outputs = scores.subarray(row * outputCount, (row + 1) * outputCount);
    sum += weight[row]! * lossOf(task, outputs, target[row]!);
    all += weight[row]!;
  }
  return sum / all;
}

function lossOf(task: Task, outputs: Float64Array, target: number): number {
  switch (task) {
    case 'regression':
      return (outputs[0]! - target) ** 2;
    case 'binary': {
      const margin = target === 1 ? outputs[0]! : -outputs[0]!;
      return Math.max(-margin, 0) + Math.log1p(Math.exp(-Math.abs(margin)));
    }
    case 'multiclass': {
      const largest = outputs.reduce((maximum, output) => Math.max(maximum, output), -Infinity);
      const sum = outputs.reduce((total, output) => total + Math.exp(output - largest), 0);
      return Math.log(sum) - (outputs[target]! - largest);
    }
  }
}
