import { constants, getPriority, setPriority } from 'node:os';

/**
 * For the thread of a job: requests come first where cores are few. On Linux this is the priority of the thread, and
 * helpers that it starts inherit it; elsewhere it would be that of the process, requests included.
 */
export function letRequestsGoFirst(): void {
  const { PRIORITY_BELOW_NORMAL } = constants.priority;
  // A process that was started with a lower one (`nice`) may not raise it, and need not.
  if (process.platform === 'linux' && getPriority() < PRIORITY_BELOW_NORMAL)
    setPriority(PRIORITY_BELOW_NORMAL);
}
