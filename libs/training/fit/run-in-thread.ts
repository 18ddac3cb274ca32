import { DomainError } from '#libs/platform';
import { runInThread } from '#libs/threads';
import type { FitMessage, FitResult, FitTask } from './fit-task.js';

export type FitProgressMessage = Extract<FitMessage, { type: 'progress' }>;

/**
 * Reads and fits in a worker thread.
 *
 * @throws DomainError `training_data_unfit` when the data cannot train the model; the signal's reason when aborted
 */
export function fitInThread(
  task: FitTask,
  signal: AbortSignal,
  onProgress: (progress: FitProgressMessage) => void,
): Promise<FitResult> {
  const script = new URL('./fit-thread.js', import.meta.url);
  return runInThread(script, task, signal, (message: FitMessage) => {
    switch (message.type) {
      case 'progress':
        return void onProgress(message);
      case 'result':
        return message.result;
      case 'refused':
        throw unfit(message.problems);
    }
  });
}

export function unfit(problems: readonly { readonly field: string; readonly detail: string }[]): DomainError {
  return new DomainError('training_data_unfit', 'The data cannot train this model; see errors.', {
    problems: problems.map(({ field, detail }) => ({ pointer: field, detail })),
  });
}
