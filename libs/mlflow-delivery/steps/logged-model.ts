import { isMlflowError, type LoggedModel, type Run } from '#libs/mlflow-ts-client';
import { modelDirectory } from '../documents/model/model-directory.js';
import { runParams } from '../documents/run-params.js';
import { loggedModelTags } from '../documents/version-entry.js';
import { ownTagFilter, type VersionAttempt } from './delivery-attempt.js';
import { textsOf } from './log-values.js';
import { uploadFiles } from './upload-files.js';
import { allOf, removeOthers } from './without-doubles.js';

/** MLflow takes so many with the model, and later none that is safe to repeat. */
const mostParams = 100;

/** MLflow 3: the model is an object of its own, with its files, found again by our tag. */
export async function ownLoggedModel(attempt: VersionAttempt, run: Run): Promise<LoggedModel> {
  const { client, delivered, options } = attempt;
  const found = await modelsWithOurTag(attempt);
  const [best] = found.sort((one, other) => rank(other, run) - rank(one, run) || byId(one, other));
  if (best) {
    await remove(attempt, found, best);
    return best;
  }
  return client.loggedModels.create(
    {
      experimentId: attempt.experimentId,
      name: delivered.model.name,
      sourceRunId: run.runId,
      params: textsOf(runParams(delivered).slice(0, mostParams)),
      tags: textsOf(loggedModelTags(delivered)),
    },
    options,
  );
}

/** Links it to its run and fills it; it is ready only when every file is there. */
export async function fillLoggedModel(attempt: VersionAttempt, run: Run, model: LoggedModel): Promise<void> {
  const { client, delivered, options } = attempt;
  const { modelId, artifactUri } = model;
  if (!run.outputModels.some((output) => output.modelId === modelId))
    await client.runs.logOutputs(run.runId, [{ modelId, step: 0 }], options);
  const { files } = modelDirectory(delivered, { runId: run.runId, modelId, artifactPath: artifactUri });
  try {
    await uploadFiles(attempt, model, files);
  } catch (error) {
    // Nobody will come back by himself: the page of the model should say so.
    if (isMlflowError(error) && error.kind === 'refused')
      await client.loggedModels.finalize(modelId, 'UPLOAD_FAILED', options).catch(() => undefined);
    throw error;
  }
  await client.loggedModels.finalize(modelId, 'READY', options);
}

export async function removeDoubleModels(attempt: VersionAttempt, kept: LoggedModel): Promise<void> {
  await remove(attempt, await modelsWithOurTag(attempt), kept);
}

function modelsWithOurTag(attempt: VersionAttempt): Promise<LoggedModel[]> {
  const { client, experimentId, options } = attempt;
  return allOf(
    client.loggedModels.searchAll({ experimentIds: [experimentId], filter: ownTagFilter(attempt) }, options),
  );
}

async function remove(
  { client, options }: VersionAttempt,
  found: readonly LoggedModel[],
  kept: LoggedModel,
): Promise<void> {
  await removeOthers(
    found,
    ({ modelId }) => modelId === kept.modelId,
    ({ modelId }) => client.loggedModels.delete(modelId, options),
  );
}

/** Rather one of this very run, then one that is complete: a registered version may point at it. */
function rank(model: LoggedModel, run: Run): number {
  return (model.sourceRunId === run.runId ? 2 : 0) + (model.status === 'READY' ? 1 : 0);
}

const byId = (one: LoggedModel, other: LoggedModel): number => (one.modelId < other.modelId ? -1 : 1);
