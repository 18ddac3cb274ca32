import { parentPort, workerData } from 'node:worker_threads';
import { letRequestsGoFirst } from '#libs/threads';
import { BatchTaken } from './result-writer.js';
import { scoreDataset } from './score-dataset.js';
import type { ScoreMessage, ScoreTask } from './score-task.js';

// The body of the worker thread: one task in, messages out, then the thread ends.
const tell = (message: ScoreMessage): void => parentPort!.postMessage(message);

letRequestsGoFirst();

try {
  await scoreDataset(workerData as ScoreTask, tell);
  tell({ type: 'scored' });
} catch (error) {
  // Anything else crosses as the thread's error.
  if (!(error instanceof BatchTaken)) throw error;
  tell({ type: 'taken' });
}
