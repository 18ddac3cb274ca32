import { isMlflowError } from '#libs/mlflow-ts-client';
import { inThread } from '../../fit/in-thread.js';
import { refused } from '../check/refused-file.js';
import type { ExternalDataMessage, ExternalDataTask, OtherFiles } from './external-data-task.js';
import { isAbsent } from './mlflow-problem.js';

/** Reads one file of a model's directory. */
export type ReadFile = (path: string, maximumBytes: number) => Promise<Uint8Array>;

/**
 * The model as one file: what it has in files beside it (as MLflow saves by default) is read and put into it. Which
 * files those are is looked for in a thread, because a file of a stranger may be made to take long.
 *
 * @param maximumBytes of all files together, and of what is made of them
 * @throws DomainError `model_file_refused`; what `read` throws; the signal's reason
 */
export async function withExternalData(
  file: Uint8Array,
  read: ReadFile,
  maximumBytes: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  // Whatever names another file holds this key: most files need no thread.
  if (!Buffer.from(file.buffer, file.byteOffset, file.byteLength).includes('location')) return file;
  // A file that cannot be fetched leaves the thread waiting for it: it is ended with this call.
  const ended = new AbortController();
  const either = AbortSignal.any([signal, ended.signal]);
  try {
    const task: ExternalDataTask = { file, maximumBytes };
    return await inThread<ExternalDataMessage, Uint8Array>(
      new URL('./external-data-thread.js', import.meta.url),
      task,
      either,
      (message, { resolve, reject }, worker) => {
        if (message.type === 'one_file') resolve(message.file ?? file);
        else if (message.type === 'refused') reject(refused(message.problems));
        else {
          const others = readAll(message.locations, read, maximumBytes - file.length, either);
          others.then((files) => worker.postMessage(files), reject);
        }
      },
    );
  } finally {
    ended.abort(new Error('The files were read'));
  }
}

async function readAll(
  locations: readonly string[],
  read: ReadFile,
  maximumBytes: number,
  signal: AbortSignal,
): Promise<OtherFiles> {
  const files = new Map<string, Uint8Array>();
  let left = maximumBytes;
  for (const location of locations) {
    signal.throwIfAborted();
    const bytes = await read(location, left).catch((error: unknown) => {
      if (!isMlflowError(error) || !isAbsent(error)) throw error;
      const detail = `has values in ${location}, which MLflow does not have beside it`;
      throw refused([{ field: 'file', detail }]);
    });
    left -= bytes.length;
    files.set(location, bytes);
  }
  return files;
}
