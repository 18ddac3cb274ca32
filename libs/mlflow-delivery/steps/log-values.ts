import type { Run, Texts } from '#libs/mlflow-ts-client';
import { datasetInput } from '../documents/dataset-input.js';
import type { LoggedText } from '../documents/logged-values.js';
import { runMetrics } from '../documents/run-metrics.js';
import { runParams } from '../documents/run-params.js';
import { runTags } from '../documents/run-tags.js';
import type { DeliveryAttempt } from './delivery-attempt.js';

export async function logParamsAndTags(
  { client, delivered, options }: DeliveryAttempt,
  run: Run,
): Promise<void> {
  // MLflow never lets a param change; one that a former release wrote otherwise stays as it was.
  const missing = runParams(delivered).filter(({ key }) => run.params[key] === undefined);
  await client.runs.logBatch(
    run.runId,
    { params: textsOf(missing), tags: textsOf(runTags(delivered)) },
    options,
  );
}

/** @param modelId the logged model that the figures are of; curves stay the run's alone */
export async function logMetrics(
  { client, delivered, options }: DeliveryAttempt,
  run: Run,
  modelId: string | undefined,
): Promise<void> {
  const metrics = runMetrics(delivered);
  const points = new Map<string, number>();
  for (const { key } of metrics) points.set(key, (points.get(key) ?? 0) + 1);
  await client.runs.logBatch(
    run.runId,
    {
      metrics: metrics.map((metric) =>
        modelId !== undefined && points.get(metric.key) === 1 ? { ...metric, modelId } : metric,
      ),
    },
    options,
  );
}

export async function logDataset({ client, delivered, options }: DeliveryAttempt, run: Run): Promise<void> {
  const input = datasetInput(delivered, run.runId);
  if (input)
    await client.runs.logInputs(run.runId, [{ dataset: input.dataset, tags: textsOf(input.tags) }], options);
}

export function textsOf(texts: readonly LoggedText[]): Texts {
  return Object.fromEntries(texts.map(({ key, value }) => [key, value]));
}
