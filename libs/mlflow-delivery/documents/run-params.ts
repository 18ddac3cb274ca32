import type { DeliveredRun } from './delivered-run.js';
import type { LoggedText } from './logged-values.js';

/** What was chosen before anything was learned: algorithm, hyperparameters, options, data. */
export function runParams(delivered: DeliveredRun): LoggedText[] {
  return [{ key: 'algorithm', value: delivered.run.trained_algorithm ?? delivered.run.algorithm }];
}
