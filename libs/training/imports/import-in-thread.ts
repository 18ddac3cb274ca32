import { inThread } from '#libs/threads';
import type { FitResult } from '../fit/fit-task.js';
import { unfit } from '../fit/run-in-thread.js';
import type { CheckInput } from './check/check-process.js';
import type { CheckedFile } from './check/checked-file.js';
import type { ImportMessage, ImportTask } from './import-task.js';

/**
 * Reads our rows in a thread, lets `check` answer the held-out ones, and measures the answers in the thread.
 *
 * @throws DomainError `training_data_unfit` when the rows can measure nothing; what `check` throws; the signal's reason
 */
export async function importInThread(
  task: ImportTask,
  check: (input: Omit<CheckInput, 'file'>, signal: AbortSignal) => Promise<CheckedFile>,
  signal: AbortSignal,
): Promise<FitResult> {
  // A refused file leaves the thread waiting for answers: it is ended with the import.
  const ended = new AbortController();
  const either = AbortSignal.any([signal, ended.signal]);
  try {
    return await inThread<ImportMessage, FitResult>(
      new URL('./import-thread.js', import.meta.url),
      task,
      either,
      (message, { resolve, reject }, worker) => {
        if (message.type === 'result') resolve(message.result);
        else if (message.type === 'refused') reject(unfit(message.problems));
        else check(message.input, either).then((checked) => worker.postMessage(checked), reject);
      },
    );
  } finally {
    ended.abort(new Error('The import has ended'));
  }
}
