import { runInThread } from '#libs/threads';
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
  const script = new URL('./score-thread.js', import.meta.url);
  await runInThread(script, task, signal, (message: ScoreMessage) => {
    switch (message.type) {
      case 'stored':
        return void onStored(message);
      case 'scored':
        return true;
      case 'taken':
        throw new BatchStopped();
    }
  });
}
