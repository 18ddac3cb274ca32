import type { DeliveredRun } from './delivered-run.js';
import type { LoggedMetric } from './logged-values.js';

/** Held-out metrics and curves. Times are those of the run, so that a repetition says the very same. */
export function runMetrics(delivered: DeliveredRun): LoggedMetric[] {
  const { run } = delivered;
  return Object.entries(run.metrics ?? {}).map(([key, value]) => ({
    key,
    value,
    timestamp: run.finished_at!,
    step: 0,
  }));
}
