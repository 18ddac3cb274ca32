import type { DeliveredRun } from './delivered-run.js';
import type { LoggedText } from './logged-values.js';

/** By this tag a run, a logged model and a model version are found again. */
export const runUuidTag = 'veridict.run_uuid';

/** MLflow's name of a run; equals the tag `mlflow.runName`. */
export function runName({ run }: DeliveredRun): string {
  return run.id;
}

export function runTags(delivered: DeliveredRun): LoggedText[] {
  return [
    { key: runUuidTag, value: delivered.run.id },
    { key: 'mlflow.runName', value: runName(delivered) },
  ];
}
