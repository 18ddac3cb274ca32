import type { Task } from '../estimator.js';

/** The graph output that holds the probability of a class. */
export function probabilityName(className: string): string {
  return `probability_${className}`;
}

/** ONNX keeps one namespace for inputs and outputs, so no column may have one of these names. */
export function outputNames(task: Task, classes: readonly string[]): string[] {
  switch (task) {
    case 'regression':
      return ['prediction'];
    case 'binary':
      return ['label', 'probability'];
    case 'multiclass':
      return ['label', ...classes.map(probabilityName)];
  }
}
