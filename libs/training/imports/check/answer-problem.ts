import type { FileCheck, FileProblem } from './checked-file.js';

/** What the probabilities of a row may miss 1 by: float32, over many classes. */
const sumTolerance = 1e-3;

/** Answers that nobody could act on. No value of a row, nor its answer, is told. */
export function answerProblem(
  answers: Float64Array,
  { task, classes }: Pick<FileCheck, 'task' | 'classes'>,
): FileProblem | undefined {
  const width = Math.max(1, classes.length);
  const bad = answers.reduce((count, value) => count + (Number.isFinite(value) ? 0 : 1), 0);
  if (bad > 0) {
    const detail = `${bad} of ${answers.length} answers to our held-out rows are no finite numbers; where values are missing, the graph must fill them in`;
    return { field: 'outputs', detail };
  }
  if (task === 'regression') return undefined;
  if (!answers.every((value) => value >= 0 && value <= 1)) {
    const detail = 'are beyond 0 to 1, so they are no probabilities; end the graph in a Sigmoid or Softmax';
    return { field: 'outputs', detail };
  }
  if (task === 'multiclass') {
    for (let start = 0; start < answers.length; start += width) {
      const sum = answers.subarray(start, start + width).reduce((total, value) => total + value, 0);
      if (Math.abs(sum - 1) <= sumTolerance) continue;
      return { field: 'outputs', detail: 'do not add up to 1 for each row, so they are no probabilities' };
    }
  }
  return undefined;
}
