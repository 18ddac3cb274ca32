import { type CallOptions, isMlflowError, type MlflowClient } from '#libs/mlflow-ts-client';
import { DomainError } from '#libs/platform';
import { refused } from '../check/refused-file.js';
import { tooLarge } from './collect-bytes.js';
import { type ReadFile, withExternalData } from './external-data.js';
import type { ImportedFile } from './imported-file.js';
import { mlflowProblem } from './mlflow-problem.js';
import { readMlModel } from './mlmodel.js';
import type { MlflowUri } from './mlflow-uri.js';

/** An MLmodel file is a page of text; a signature of thousands of columns is still far below. */
const mostDescriptionBytes = 4_000_000;

/** The ONNX file of a model in MLflow: found through its MLmodel file, of whatever version and store. */
export async function downloadFromMlflow(
  client: MlflowClient | undefined,
  address: MlflowUri,
  uri: string,
  maximumBytes: number,
  signal: AbortSignal,
): Promise<ImportedFile> {
  if (client === undefined) {
    throw new DomainError(
      'import_source_not_configured',
      'MLFLOW_TRACKING_URI is not set: it says which MLflow server to ask.',
    );
  }
  try {
    const { read, path } = await locate(client, address, { signal });
    const model = await read(path, maximumBytes);
    const { directory } = splitPath(path);
    const readBeside: ReadFile = (name, limit) => read(joinPath(directory, name), limit);
    const bytes = await withExternalData(model, readBeside, maximumBytes, signal);
    return { bytes, kind: 'mlflow', uri };
  } catch (error) {
    signal.throwIfAborted();
    if (isMlflowError(error, 'RESPONSE_TOO_LARGE')) throw tooLarge(maximumBytes);
    throw isMlflowError(error) ? mlflowProblem(error) : error;
  }
}

/** The ONNX file, and how to read it and what lies beside it. */
async function locate(
  client: MlflowClient,
  address: MlflowUri,
  options: CallOptions,
): Promise<{ readonly read: ReadFile; readonly path: string }> {
  if (address.kind === 'run' && address.path.endsWith('.onnx')) {
    const { directory, name } = splitPath(address.path);
    return { read: await ofRun(client, address.runId, directory, options), path: name };
  }
  const read = await readerOf(client, address, options);
  const description = new TextDecoder().decode(await read('MLmodel', mostDescriptionBytes));
  const { flavours, onnxFile } = readMlModel(description);
  if (onnxFile !== undefined) return { read, path: onnxFile };
  const detail = `has no ONNX flavour, only ${flavours.join(', ') || 'none'}; log it with mlflow.onnx.log_model`;
  throw refused([{ field: 'flavors', detail }]);
}

async function readerOf(client: MlflowClient, address: MlflowUri, options: CallOptions): Promise<ReadFile> {
  switch (address.kind) {
    case 'logged_model':
      return ofLoggedModel(client, address.modelId, options);
    case 'version':
      return ofVersion(client, address.name, address.version, options);
    case 'alias': {
      const version = await client.registeredModels.getByAlias(address.name, address.alias, options);
      if (version) return ofVersion(client, address.name, version.version, options);
      throw new DomainError('model_file_not_found', 'MLflow has no such model, or the model no such alias.');
    }
    case 'run':
      return ofRun(client, address.runId, address.path, options);
  }
}

async function ofVersion(
  client: MlflowClient,
  name: string,
  version: string,
  options: CallOptions,
): Promise<ReadFile> {
  const artifactUri = await client.modelVersions.downloadUri(name, version, options);
  const [, modelId] = /^models:\/(m-[0-9a-f]{32})$/.exec(artifactUri) ?? [];
  if (modelId !== undefined) return ofLoggedModel(client, modelId, options);
  return async (path, maximumBytes) => {
    try {
      return await client.artifacts.download({ artifactUri }, path, { ...options, maximumBytes });
    } catch (error) {
      // The server itself reaches every store.
      if (!isMlflowError(error, 'ARTIFACT_STORE_UNSUPPORTED')) throw error;
      return client.artifacts.downloadFromModelVersion(name, version, path, { ...options, maximumBytes });
    }
  };
}

async function ofLoggedModel(client: MlflowClient, modelId: string, options: CallOptions): Promise<ReadFile> {
  const model = await client.loggedModels.get(modelId, options);
  return (path, maximumBytes) => client.artifacts.download(model, path, { ...options, maximumBytes });
}

/**
 * A directory of a run. Since MLflow 3 a run's models lie beside its artifacts: what the run has no directory of is
 * looked for among the models that it made.
 */
async function ofRun(
  client: MlflowClient,
  runId: string,
  directory: string,
  options: CallOptions,
): Promise<ReadFile> {
  const { items } = await client.artifacts.listOfRun(runId, directory || undefined, undefined, options);
  if (items.length === 0) {
    const run = await client.runs.get(runId, options);
    for (const { modelId } of run.outputModels) {
      const model = await client.loggedModels.get(modelId, options);
      if (model.name === directory) return ofLoggedModel(client, modelId, options);
    }
  }
  return (path, maximumBytes) =>
    client.artifacts.downloadFromRun(runId, joinPath(directory, path), { ...options, maximumBytes });
}

function splitPath(path: string): { readonly directory: string; readonly name: string } {
  const slash = path.lastIndexOf('/');
  return { directory: path.slice(0, Math.max(0, slash)), name: path.slice(slash + 1) };
}

function joinPath(directory: string, path: string): string {
  return directory === '' ? path : `${directory}/${path}`;
}
