import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findPython } from '../../scripts/project/python/find-python.mjs';
import { withLock } from '../../scripts/project/python/lock.mjs';

const oldest = [3, 10] as const;

const posix = process.platform === 'win32' ? describe.skip : describe;

posix('the Python that environments are made of', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'veridict-python-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** A program of this name that answers as a Python of this version does, which lacks these modules. */
  async function installed(name: string, answer: string): Promise<void> {
    await writeFile(join(folder, name), `#!/bin/sh\necho ${answer}\n`);
    await chmod(join(folder, name), 0o755);
  }
  const find = (newest?: readonly [number, number]): string =>
    findPython({ oldest, ...(newest && { newest }) }, { PATH: folder });

  it('is python3 where that is new enough and complete', async () => {
    await installed('python3', '3 12');
    await installed('python3.11', '3 11');
    expect(find()).toBe('python3');
  });

  it('is another one where python3 is too old, too new or incomplete', async () => {
    await installed('python3.11', '3 11');
    await installed('python3', '3 9');
    expect(find()).toBe('python3.11');
    await installed('python3', '3 14');
    expect(find([3, 13])).toBe('python3.11');
    await installed('python3', '3 12 ensurepip');
    expect(find()).toBe('python3.11');
  });

  it('is missing with a reason for every one that was found', async () => {
    expect(() => find()).toThrow(
      'Python 3.10 or newer with venv and pip is needed on the PATH: there is no python3.',
    );
    await installed('python3', '3 12 ensurepip');
    await installed('python', '2 7');
    expect(() => find([3, 13])).toThrow(
      'Python 3.10 to 3.13 with venv and pip is needed on the PATH: python3 (3.12) lacks ensurepip (Debian and Ubuntu: apt install python3-venv), python is 2.7.',
    );
  });

  it('is asked no question that it does not understand', async () => {
    await writeFile(join(folder, 'python3'), '#!/bin/sh\nexit 127\n');
    await chmod(join(folder, 'python3'), 0o755);
    await installed('python', '3 10');
    expect(find()).toBe('python');
  });
});

describe('the lock around the making of an environment', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'veridict-lock-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('lets one in at a time, also after one failed, and says once that it waits', async () => {
    const file = join(folder, 'lock');
    let inside = 0;
    let most = 0;
    let waited = 0;
    const enter = (failing: boolean): Promise<void> =>
      withLock(
        file,
        async () => {
          most = Math.max(most, (inside += 1));
          await new Promise((resolve) => setTimeout(resolve, 20));
          inside -= 1;
          if (failing) throw new Error('failed inside');
        },
        () => (waited += 1),
      );
    const results = await Promise.allSettled([enter(true), enter(false), enter(false)]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect(most).toBe(1);
    expect(waited).toBe(2);
  });
});
