import type { LoggedModel, ModelVersion, Run } from '#libs/mlflow-ts-client';
import { runFiles } from './documents/run-files.js';
import { runStatus } from './documents/run-status.js';
import type { DeliveredTo } from './records/deliveries.js';
import { type DeliveryAttempt, hasVersion, type VersionAttempt } from './steps/delivery-attempt.js';
import { logDataset, logMetrics, logParamsAndTags } from './steps/log-values.js';
import { fillLoggedModel, ownLoggedModel, removeDoubleModels } from './steps/logged-model.js';
import { ownRun, removeDoubleRuns } from './steps/own-run.js';
import { registeredVersion, removeDoubleVersions } from './steps/registered-version.js';
import { runModel } from './steps/run-model.js';
import { uploadFiles } from './steps/upload-files.js';

/**
 * One run, step by step. It may end after any of them and be begun again: what exists is found by our tag, what is
 * written is written again. Everything is uploaded before a version points at it, and the run is ended last: what
 * looks finished in MLflow is complete.
 */
export async function deliverRun(attempt: DeliveryAttempt): Promise<DeliveredTo> {
  const run = await ownRun(attempt);
  await logParamsAndTags(attempt, run);
  await logDataset(attempt, run);
  await uploadFiles(attempt, run, runFiles(attempt.delivered));
  const version = hasVersion(attempt) ? await deliverVersion(attempt, run) : undefined;
  if (!version) await logMetrics(attempt, run, undefined);
  await removeDoubleRuns(attempt, run);
  await endRun(attempt, run);
  return { runId: run.runId, version: version ? versionOf(attempt, version) : null };
}

async function deliverVersion(attempt: VersionAttempt, run: Run): Promise<ModelVersion> {
  const { client, options } = attempt;
  const model = (await client.hasLoggedModels(options)) ? await ownLoggedModel(attempt, run) : undefined;
  await logMetrics(attempt, run, model?.modelId);
  const version = model
    ? await fromLoggedModel(attempt, run, model)
    : await registeredVersion(attempt, { source: await runModel(attempt, run), runId: run.runId });
  if (model) await removeDoubleModels(attempt, model);
  return (await removeDoubleVersions(attempt)) ?? version;
}

async function fromLoggedModel(attempt: VersionAttempt, run: Run, model: LoggedModel): Promise<ModelVersion> {
  await fillLoggedModel(attempt, run, model);
  const { modelId } = model;
  return registeredVersion(attempt, { source: `models:/${modelId}`, runId: run.runId, modelId });
}

async function endRun({ client, delivered, options }: DeliveryAttempt, { runId }: Run): Promise<void> {
  const { status, endTime } = runStatus(delivered);
  await client.runs.update({ runId, status, endTime }, options);
}

function versionOf({ delivered }: DeliveryAttempt, version: ModelVersion): DeliveredTo['version'] {
  return { model: version.name, ours: delivered.run.model_version!, mlflow: version.version };
}
