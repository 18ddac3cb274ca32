import type { DeliveredRun } from './delivered-run.js';
import type { LoggedDataset } from './logged-values.js';

/** The rows that the run learned from; undefined for runs that made no version. */
export function datasetInput(_delivered: DeliveredRun): LoggedDataset | undefined {
  return undefined;
}
