import { parentPort, workerData } from 'node:worker_threads';
import { MlError } from '#libs/ml';
import { letRequestsGoFirst } from '#libs/threads';
import { fit } from './fit.js';
import type { FitMessage, FitTask } from './fit-task.js';
import { readSnapshot } from './read-snapshot.js';
import { unpackRows } from './unpack-rows.js';

// The body of the worker thread: one task in, messages out, then the thread ends.
const task = workerData as FitTask;
const tell = (message: FitMessage): void => parentPort!.postMessage(message);

letRequestsGoFirst();

try {
  const rows = unpackRows(task, await readSnapshot(task.source.connection, task.source.query));
  tell({ type: 'result', result: await fit(task, rows, tell) });
} catch (error) {
  // Refusals cross as data; anything else crosses as the thread's error.
  if (!(error instanceof MlError)) throw error;
  tell({ type: 'refused', problems: error.problems.map((problem) => inColumns(problem, error.code)) });
}

/** Estimators know the target as such; the table's owner knows it by its column. */
function inColumns(problem: MlError['problems'][number], code: MlError['code']): MlError['problems'][number] {
  const isAboutTarget = code === 'invalid_target' || code === 'constant_target' || code === 'single_class';
  return isAboutTarget ? { ...problem, field: task.targetName } : problem;
}
