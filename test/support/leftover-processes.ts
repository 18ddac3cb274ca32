import { afterAll } from '@jest/globals';
import type { ChildProcess } from 'node:child_process';

const started = new Set<ChildProcess>();

/** A process that a failed test leaves behind would keep Jest from ending. Registered once per spec file. */
afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
});

export function killAtTheEnd(child: ChildProcess): void {
  started.add(child);
  child.once('exit', () => started.delete(child));
}
