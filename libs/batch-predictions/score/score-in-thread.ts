import { inThread } from '#libs/threads';
import { BatchStopped } from '../jobs/batch-stopped.js';
import type { ScoreMessage, ScoreTask, StoredRows } from './score-task.js';

/**
 * Reads, scores and stores in a worker thread.
 *
 * @throws BatchStopped when the batch is no longer this worker's; the signal's reason when aborted
 */
export async function scoreInThread(
  task: ScoreTask,
  signal: AbortSignal,
  onStored: (stored: StoredRows) => void,
): Promise<void> {
  const program = new URL('./score-thread.js', import.meta.url);
  await inThread<ScoreMessage, void>(program, task, signal, (message, { resolve, reject }) => {
    if (message.type === 'stored') onStored(message);
    else if (message.type === 'scored') resolve();
    else reject(new BatchStopped());
  });
}
