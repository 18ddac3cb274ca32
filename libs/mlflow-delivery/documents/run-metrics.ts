import type { DeliveredRun, DeliveredVersion } from './delivered-run.js';
import { validKey } from './limits.js';
import type { LoggedMetric } from './logged-values.js';
import { runStatus } from './run-status.js';

/**
 * Held-out metrics under their own names, others under a prefix, and the curves of training. Times are those of the
 * run, so that a repetition says the very same. What is not defined or not finite is left out.
 */
export function runMetrics(delivered: DeliveredRun): LoggedMetric[] {
  const { run, version } = delivered;
  const { endTime: timestamp } = runStatus(delivered);
  const single: Record<string, unknown> = {
    ...(version?.row.metrics ?? run.metrics),
    ...prefixed('baseline', version?.row.baseline_metrics ?? run.baseline_metrics ?? {}),
    ...(version ? versionMetrics(version) : {}),
  };
  return [
    ...Object.entries(single).map(([name, value]) => ({ name, value, step: 0 })),
    ...curvePoints(version),
  ].flatMap(({ name, value, step }) =>
    typeof value === 'number' && Number.isFinite(value)
      ? [{ key: validKey(name), value, timestamp, step }]
      : [],
  );
}

function versionMetrics({ row }: DeliveredVersion): Record<string, unknown> {
  const { card, interval, threshold } = row;
  const bounds = Object.entries(card.metric_intervals ?? {});
  return {
    ...prefixed('out_of_fold', card.out_of_fold_metrics ?? {}),
    ...prefixed('lower_95', Object.fromEntries(bounds.map(([name, { lower }]) => [name, lower]))),
    ...prefixed('upper_95', Object.fromEntries(bounds.map(([name, { upper }]) => [name, upper]))),
    threshold,
    interval_radius: interval?.radius,
    training_rows: card.training_rows,
    held_out_rows: card.held_out_rows,
    iterations: card.iterations,
  };
}

function curvePoints(
  version: DeliveredVersion | null,
): { readonly name: string; readonly value: unknown; readonly step: number }[] {
  return (version?.cardDetails.learning_curve ?? []).flatMap(({ iteration: step, loss, validation_loss }) => [
    { name: 'loss', value: loss, step },
    { name: 'validation_loss', value: validation_loss, step },
  ]);
}

function prefixed(prefix: string, values: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}/${name}`, value]));
}
