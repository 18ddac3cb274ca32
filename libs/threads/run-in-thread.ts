import { constants, setPriority } from 'node:os';
import { Worker } from 'node:worker_threads';

/**
 * Runs a script in a worker thread, so that neither requests nor the job's heartbeat wait for it. When it is aborted,
 * the thread, its helpers and its connections have ended before this does.
 *
 * @param task plain data; the script's `workerData`
 * @param read each message: what it returns, unless undefined, is the result; what it throws is the failure
 * @throws Error the thread's, or the signal's reason when aborted
 */
export function runInThread<Message, Result>(
  script: URL,
  task: unknown,
  signal: AbortSignal,
  read: (message: Message) => Result | undefined,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const worker = new Worker(script, { workerData: task });
    const abort = (): void => void worker.terminate().then(() => reject(signal.reason as Error), reject);
    signal.addEventListener('abort', abort, { once: true });
    worker.on('message', (message: Message) => {
      try {
        const result = read(message);
        if (result !== undefined) resolve(result);
      } catch (error) {
        reject(error instanceof Error ? error : new Error('The message cannot be read', { cause: error }));
      }
    });
    worker.once('error', reject);
    worker.once('exit', (code) => {
      signal.removeEventListener('abort', abort);
      if (signal.aborted) reject(signal.reason as Error);
      else reject(new Error(`The thread ended with code ${code} without a result`));
    });
  });
}

/**
 * For the thread of a job: requests come first where cores are few. On Linux this is the priority of the thread, and
 * helpers that it starts inherit it; elsewhere it would be that of the process, requests included.
 */
export function letRequestsGoFirst(): void {
  if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
}
