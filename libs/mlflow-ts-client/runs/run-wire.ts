import { wireDouble, wirePairs, type WireReader } from '../http/wire-values.js';
import type { DatasetInput, Metric, NewMetric, Run } from './run.js';

export function readRun(reply: WireReader): Run {
  const information = reply.object('info');
  const data = reply.optionalObject('data');
  const inputs = reply.optionalObject('inputs');
  const outputs = reply.optionalObject('outputs');
  return {
    runId: information.text('run_id'),
    runName: information.optionalText('run_name'),
    experimentId: information.text('experiment_id'),
    userId: information.optionalText('user_id'),
    status: information.name('status', 'RUNNING'),
    startTime: information.optionalTime('start_time'),
    endTime: information.optionalTime('end_time'),
    artifactUri: information.text('artifact_uri'),
    lifecycleStage: information.name('lifecycle_stage', 'active'),
    metrics: data?.list('metrics').map(readMetric) ?? [],
    params: data?.pairs('params') ?? {},
    tags: data?.pairs('tags') ?? {},
    datasets: inputs?.list('dataset_inputs').map(readDatasetInput) ?? [],
    inputModelIds: inputs?.list('model_inputs').map((model) => model.text('model_id')) ?? [],
    outputModels:
      outputs?.list('model_outputs').map((model) => ({
        modelId: model.text('model_id'),
        step: model.optionalInteger('step') ?? 0,
      })) ?? [],
  };
}

export function readMetric(reply: WireReader): Metric {
  return {
    key: reply.text('key'),
    value: reply.double('value'),
    timestamp: reply.optionalTime('timestamp') ?? new Date(0),
    step: reply.optionalInteger('step') ?? 0,
    modelId: reply.optionalText('model_id'),
    datasetName: reply.optionalText('dataset_name'),
    datasetDigest: reply.optionalText('dataset_digest'),
  };
}

export function wireMetric(metric: NewMetric): object {
  return {
    key: metric.key,
    value: wireDouble(metric.value),
    timestamp: metric.timestamp.getTime(),
    step: metric.step ?? 0,
    model_id: metric.modelId,
    dataset_name: metric.datasetName,
    dataset_digest: metric.datasetDigest,
  };
}

function readDatasetInput(reply: WireReader): DatasetInput {
  const dataset = reply.object('dataset');
  return {
    dataset: {
      name: dataset.text('name'),
      digest: dataset.text('digest'),
      sourceType: dataset.text('source_type'),
      source: dataset.text('source'),
      schema: dataset.optionalText('schema'),
      profile: dataset.optionalText('profile'),
    },
    tags: reply.pairs('tags'),
  };
}

export function wireDatasetInput(input: DatasetInput): object {
  const { name, digest, sourceType, source, schema, profile } = input.dataset;
  return {
    tags: wirePairs(input.tags),
    dataset: { name, digest, source_type: sourceType, source, schema, profile },
  };
}
