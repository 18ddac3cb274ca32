import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { MlError } from '#libs/ml';
import { fit } from './fit.js';
import type { FitMessage, FitTask } from './fit-task.js';
import { inColumns } from './refusal-in-columns.js';
import { readSnapshot } from './read-snapshot.js';
import { unpackRows } from './unpack-rows.js';

// The body of the worker thread: one task in, messages out, then the thread ends.
const task = workerData as FitTask;
const tell = (message: FitMessage): void => parentPort!.postMessage(message);

// Requests come first where cores are few. On Linux this is the priority of the thread, and helpers that it starts
// inherit it; elsewhere it would be that of the process, requests included.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

try {
  const rows = unpackRows(task, await readSnapshot(task.source.connection, task.source.query));
  tell({ type: 'result', result: await fit(task, rows, tell) });
} catch (error) {
  // Refusals cross as data; anything else crosses as the thread's error.
  if (!(error instanceof MlError)) throw error;
  tell({ type: 'refused', problems: inColumns(error, task) });
}
