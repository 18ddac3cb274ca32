import { constants, setPriority } from 'node:os';

/**
 * For the thread of a job: requests come first where cores are few. On Linux this is the priority of the thread, and
 * helpers that it starts inherit it; elsewhere it would be that of the process, requests included.
 */
export function letRequestsGoFirst(): void {
  if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
}
