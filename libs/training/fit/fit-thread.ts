import { parentPort, workerData } from 'node:worker_threads';
import { MlError } from '#libs/ml';
import { fit } from './fit.js';
import type { FitMessage, FitTask } from './fit-task.js';

// The body of the worker thread: one task in, messages out, then the thread ends.
const tell = (message: FitMessage): void => parentPort!.postMessage(message);

try {
  tell({ type: 'result', result: await fit(workerData as FitTask, tell) });
} catch (error) {
  // Refusals cross as data; anything else crosses as the thread's error.
  if (!(error instanceof MlError)) throw error;
  tell({ type: 'refused', problems: error.problems });
}
