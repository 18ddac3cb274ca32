import { Worker } from 'node:worker_threads';

export interface ThreadEnd<Result> {
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Runs a module in a worker thread until it has told its result. When it is aborted, the thread, its helpers and its
 * connection have ended before this does.
 *
 * @throws the signal's reason when aborted; whatever `onMessage` rejects with
 */
export function inThread<Message, Result>(
  program: URL,
  workerData: unknown,
  signal: AbortSignal,
  onMessage: (message: Message, end: ThreadEnd<Result>, worker: Worker) => void,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const worker = new Worker(program, { workerData });
    const abort = (): void => void worker.terminate().then(() => reject(signal.reason as Error), reject);
    signal.addEventListener('abort', abort, { once: true });
    worker.on('message', (message: Message) => onMessage(message, { resolve, reject }, worker));
    worker.once('error', reject);
    worker.once('exit', (code) => {
      signal.removeEventListener('abort', abort);
      if (signal.aborted) reject(signal.reason as Error);
      else reject(new Error(`The training thread ended with code ${code} without a result`));
    });
  });
}
