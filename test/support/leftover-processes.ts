import { afterAll } from '@jest/globals';
import type { ChildProcess } from 'node:child_process';

const started = new Map<ChildProcess, () => void>();

/** A process that a failed test leaves behind would keep Jest from ending. Registered once per spec file. */
afterAll(() => {
  for (const kill of started.values()) kill();
});

/** @param kill by default the process alone; a server with workers needs more */
export function killAtTheEnd(child: ChildProcess, kill = (): void => void child.kill('SIGKILL')): void {
  started.set(child, kill);
  child.once('exit', () => started.delete(child));
}
