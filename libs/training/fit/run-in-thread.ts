import { Worker } from 'node:worker_threads';
import { DomainError } from '#libs/platform';
import type { FitMessage, FitResult, FitTask } from './fit-task.js';

export type FitProgressMessage = Extract<FitMessage, { type: 'progress' }>;

/**
 * Reads and fits in a worker thread, so that neither requests nor the job's heartbeat wait for it. When it is
 * aborted, the thread, its helpers and its connection have ended before this does.
 *
 * @throws DomainError `training_data_unfit` when the data cannot train the model; the signal's reason when aborted
 */
export function fitInThread(
  task: FitTask,
  signal: AbortSignal,
  onProgress: (progress: FitProgressMessage) => void,
): Promise<FitResult> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const worker = new Worker(new URL('./fit-thread.js', import.meta.url), { workerData: task });
    const abort = (): void => void worker.terminate().then(() => reject(signal.reason as Error), reject);
    signal.addEventListener('abort', abort, { once: true });
    worker.on('message', (message: FitMessage) => {
      if (message.type === 'progress') onProgress(message);
      else if (message.type === 'result') resolve(message.result);
      else reject(unfit(message.problems));
    });
    worker.once('error', reject);
    worker.once('exit', (code) => {
      signal.removeEventListener('abort', abort);
      if (signal.aborted) reject(signal.reason as Error);
      else reject(new Error(`The training thread ended with code ${code} without a result`));
    });
  });
}

export function unfit(problems: readonly { readonly field: string; readonly detail: string }[]): DomainError {
  return new DomainError('training_data_unfit', 'The data cannot train this model; see errors.', {
    problems: problems.map(({ field, detail }) => ({ pointer: field, detail })),
  });
}
