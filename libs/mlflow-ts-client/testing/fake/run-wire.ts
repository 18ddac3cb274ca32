import type { StoredDataset, StoredMetric, StoredRun } from './state.js';
import { wirePairs, withoutEmpty } from './wire.js';

export function wireInfo(run: StoredRun): object {
  return withoutEmpty({
    run_id: run.runId,
    run_uuid: run.runId,
    run_name: run.runName,
    experiment_id: run.experimentId,
    user_id: run.userId,
    status: run.status,
    start_time: run.startTime,
    end_time: run.endTime,
    artifact_uri: run.artifactUri,
    lifecycle_stage: run.lifecycleStage,
  });
}

export function wireRun(run: StoredRun): object {
  return {
    info: wireInfo(run),
    data: withoutEmpty({
      metrics: latestOfEach(run.metrics).map(wireMetric),
      params: wirePairs(run.params),
      tags: wirePairs(run.tags),
    }),
    inputs: withoutEmpty({ dataset_inputs: run.datasets.map(wireDataset) }),
    outputs: withoutEmpty({
      model_outputs: run.outputs.map(({ modelId, step }) => ({ model_id: modelId, step })),
    }),
  };
}

export function wireMetric({ key, value, timestamp, step, modelId }: StoredMetric): object {
  return withoutEmpty({
    key,
    value: Number.isNaN(value) ? 'NaN' : value,
    timestamp,
    step,
    model_id: modelId,
  });
}

/** The latest by step, then time, then value, as MLflow has it. */
export function latestOfEach(metrics: readonly StoredMetric[]): StoredMetric[] {
  const latest = new Map<string, StoredMetric>();
  for (const metric of metrics) {
    const other = latest.get(metric.key);
    const order =
      other && (metric.step - other.step || metric.timestamp - other.timestamp || metric.value - other.value);
    if (order === undefined || order > 0) latest.set(metric.key, metric);
  }
  return [...latest.values()];
}

function wireDataset(input: StoredDataset): object {
  const { name, digest, source, schema, profile } = input;
  return withoutEmpty({
    tags: wirePairs(input.tags),
    dataset: withoutEmpty({ name, digest, source_type: input.sourceType, source, schema, profile }),
  });
}
