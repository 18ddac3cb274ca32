import { createHash } from 'node:crypto';
import type { FitTask } from './fit-task.js';
import type { Part } from './hold-out.js';
import type { TrainingRows } from './training-rows.js';

/** sha-256 over the training rows: identifiers, features, targets, in order. */
export function fingerprint(
  task: FitTask,
  rows: TrainingRows,
  { table, target, rows: indices }: Part,
): string {
  const hash = createHash('sha256');
  // Lengths come first and texts as JSON, so that no two different tables give the same bytes.
  hash.update(JSON.stringify([Array.from(indices, (row) => rows.identifiers[row]), task.features]));
  for (const { name } of task.features) {
    const values = table.columns[name]!;
    hash.update(values instanceof Float64Array ? bytesOf(values) : JSON.stringify(values));
  }
  hash.update(bytesOf(target));
  if (rows.classes.length > 0) hash.update(JSON.stringify(rows.classes));
  return hash.digest('hex');
}

function bytesOf(values: Float64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
