import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

const patienceMs = 30_000;
const lookAgainMs = 50;

/**
 * The server that an earlier process left running on the directory, once it answers: it may still be
 * recovering, or be about to die.
 * @param isRunning what `pg_ctl status` says
 * @returns its port; undefined when there is none, and its lock file no longer stands in the way of a new one
 */
export async function findRunningServer(
  directory: string,
  isRunning: () => Promise<boolean>,
  password: string,
): Promise<number | undefined> {
  const lockFile = join(directory, 'postmaster.pid');
  const deadline = performance.now() + patienceMs;
  for (;;) {
    if (!(await isRunning())) return undefined;
    const lines = (await readFile(lockFile, 'utf8').catch(() => '')).split('\n');
    const [pid, port] = [Number(lines[0]), Number(lines[3])];
    if (await isZombie(pid)) {
      // PostgreSQL itself still refuses to start while a process of the dead server uses its memory.
      await rm(lockFile, { force: true });
      return undefined;
    }
    if (await answers(port, password)) return port;
    if (performance.now() > deadline)
      throw new Error(`PostgreSQL (process ${pid}) runs on ${directory} but does not answer: stop it first.`);
    await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
  }
}

/**
 * A killed process keeps its number until its parent asks for its end, and in a container whose first
 * process never asks it keeps it for ever: to `pg_ctl` and to PostgreSQL it looks alive.
 */
async function isZombie(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The name, in parentheses, may contain anything; the state follows it.
  return stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
}

async function answers(port: number, password: string): Promise<boolean> {
  const client = new pg.Client({
    ...{ host: '127.0.0.1', port, user: 'postgres', password, database: 'postgres' },
    connectionTimeoutMillis: 2_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
