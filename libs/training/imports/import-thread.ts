import { once } from 'node:events';
import { constants, setPriority } from 'node:os';
import { serialize } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import { MlError } from '#libs/ml';
import { type HeldOut, holdOut } from '../fit/hold-out.js';
import { readSnapshot } from '../fit/read-snapshot.js';
import { inColumns } from '../fit/refusal-in-columns.js';
import { unpackRows } from '../fit/unpack-rows.js';
import type { CheckedFile, FileCheck } from './check/checked-file.js';
import type { ImportMessage, ImportTask } from './import-task.js';
import { measureImport } from './measure-import.js';

// The body of the thread of an import. It reads our rows and measures answers; the file itself is opened elsewhere, in
// a process that has neither this thread's connection nor its memory.
const task = workerData as ImportTask;
const tell = (message: ImportMessage): void => parentPort!.postMessage(message);

if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

try {
  const rows = unpackRows(task, await readSnapshot(task.source.connection, task.source.query));
  const parts = holdOut(task, rows);
  tell({ type: 'rows', input: checkInput(parts) });
  const [checked] = (await once(parentPort!, 'message')) as [CheckedFile];
  tell({ type: 'result', result: await measureImport(task, rows, parts, checked) });
  parentPort!.close();
} catch (error) {
  if (!(error instanceof MlError)) throw error;
  tell({ type: 'refused', problems: inColumns(error, task) });
  parentPort!.close();
}

function checkInput({ heldOut, classes }: HeldOut): Extract<ImportMessage, { type: 'rows' }>['input'] {
  const check: FileCheck = {
    task: task.task,
    features: task.features,
    classes,
    metadata: task.metadata,
    threshold: task.threshold,
    table: heldOut.table,
  };
  return { check: serialize(check), answers: heldOut.rows.length * Math.max(1, classes.length) };
}
