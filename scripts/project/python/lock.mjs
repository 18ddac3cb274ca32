import { closeSync, openSync, rmSync, statSync, utimesSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** The owner of a lock touches it this often, so that the lock of a killed process is known by its age. */
const heartbeatMs = 1000;
const abandonedMs = 15_000;

/**
 * Runs `action` in one process at a time; the others wait.
 *
 * @template T
 * @param {string} file that exists as long as somebody holds the lock
 * @param {() => Promise<T>} action
 * @param {() => void} [onWait] called once when another process holds it
 * @returns {Promise<T>}
 */
export async function withLock(file, action, onWait = () => undefined) {
  for (let waits = 0; !take(file); waits++) {
    if (waits === 0) onWait();
    await wait(250);
  }
  const heartbeat = setInterval(() => utimesSync(file, new Date(), new Date()), heartbeatMs);
  try {
    return await action();
  } finally {
    clearInterval(heartbeat);
    rmSync(file, { force: true });
  }
}

function take(file) {
  try {
    closeSync(openSync(file, 'wx'));
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    const touchedAt = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
    // Taken at the next turn, in which only one can create the file.
    if (touchedAt !== undefined && Date.now() - touchedAt > abandonedMs) rmSync(file, { force: true });
    return false;
  }
}
