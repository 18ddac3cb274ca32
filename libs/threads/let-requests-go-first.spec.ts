import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

const module = resolve(import.meta.dirname, 'let-requests-go-first.ts');
const program = `import { getPriority } from 'node:os';
import { letRequestsGoFirst } from ${JSON.stringify(module)};
letRequestsGoFirst();
console.log(getPriority());`;

/** The priority of a process that began with another one. */
async function priorityAfter(begin: number): Promise<number> {
  const { stdout } = await promisify(execFile)('nice', [
    ...['-n', String(begin), process.execPath],
    ...['--input-type=module', '--eval', program],
  ]);
  return Number(stdout);
}

describe('the thread of a job', () => {
  const onLinux = process.platform === 'linux' ? it : it.skip;

  onLinux('takes a lower priority than requests, and none higher than the one that it has', async () => {
    const [usual, nice] = await Promise.all([priorityAfter(0), priorityAfter(15)]);
    expect(usual).toBeGreaterThan(0);
    expect(nice).toBe(15);
  });
});
