import type { Run } from '#libs/mlflow-ts-client';
import { modelDirectory } from '../documents/model/model-directory.js';
import type { VersionAttempt } from './delivery-attempt.js';
import { uploadFiles } from './upload-files.js';

/** MLflow 2: the model is a folder among the artifacts of its run. */
const folder = 'model';
/** Here the server keeps the models that a run was told to have. */
const historyTag = 'mlflow.log-model.history';

/** @returns what a registered version takes as its source */
export async function runModel(attempt: VersionAttempt, run: Run): Promise<string> {
  const { client, delivered, options } = attempt;
  const { files, modelJson } = modelDirectory(delivered, { runId: run.runId, artifactPath: folder });
  await uploadFiles(attempt, run, files, `${folder}/`);
  // Each telling appends to a tag of limited length.
  if (run.tags[historyTag] === undefined) await client.runs.logModel(run.runId, modelJson, options);
  return `${run.artifactUri}/${folder}`;
}
