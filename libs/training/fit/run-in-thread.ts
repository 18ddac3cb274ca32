import { DomainError } from '#libs/platform';
import type { FitMessage, FitResult, FitTask } from './fit-task.js';
import { inThread } from './in-thread.js';

export type FitProgressMessage = Extract<FitMessage, { type: 'progress' }>;

/**
 * Reads and fits in a worker thread, so that neither requests nor the job's heartbeat wait for it.
 *
 * @throws DomainError `training_data_unfit` when the data cannot train the model; the signal's reason when aborted
 */
export function fitInThread(
  task: FitTask,
  signal: AbortSignal,
  onProgress: (progress: FitProgressMessage) => void,
): Promise<FitResult> {
  const program = new URL('./fit-thread.js', import.meta.url);
  return inThread<FitMessage, FitResult>(program, task, signal, (message, { resolve, reject }) => {
    if (message.type === 'progress') onProgress(message);
    else if (message.type === 'result') resolve(message.result);
    else reject(unfit(message.problems));
  });
}

export function unfit(problems: readonly { readonly field: string; readonly detail: string }[]): DomainError {
  return new DomainError('training_data_unfit', 'The data cannot train this model; see errors.', {
    problems: problems.map(({ field, detail }) => ({ pointer: field, detail })),
  });
}
