import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readGitCommit } from './git-commit.js';

const first = '1'.repeat(40);
const second = 'abcdef0123'.repeat(4);

describe('the commit of the program', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'veridict-git-'));
    await write({ 'program/package.json': '{}', 'program/dist/libs/main.js': '' });
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    }
  }
  const read = (): string | undefined => readGitCommit(join(folder, 'program/dist/libs'));

  it('is that of the branch', async () => {
    await write({
      'program/.git/HEAD': 'ref: refs/heads/main\n',
      'program/.git/refs/heads/main': `${first}\n`,
      'program/.git/packed-refs': `${second} refs/heads/main\n`,
    });
    expect(read()).toBe(first);
  });

  it('is that of HEAD where no branch is checked out', async () => {
    await write({ 'program/.git/HEAD': `${second}\n` });
    expect(read()).toBe(second);
  });

  it('is found among the packed branches', async () => {
    await write({
      'program/.git/HEAD': 'ref: refs/heads/feature/delivery\n',
      'program/.git/packed-refs': `# pack-refs with: peeled\n${first} refs/heads/main\n${second} refs/heads/feature/delivery\n^${first}\n`,
    });
    expect(read()).toBe(second);
  });

  it('is that of the worktree, not of the clone that it belongs to', async () => {
    await write({
      'program/.git': `gitdir: ${join(folder, 'clone/.git/worktrees/program')}\n`,
      'clone/.git/HEAD': 'ref: refs/heads/main\n',
      'clone/.git/refs/heads/main': `${first}\n`,
      'clone/.git/refs/heads/delivery': `${second}\n`,
      'clone/.git/worktrees/program/HEAD': 'ref: refs/heads/delivery\n',
      'clone/.git/worktrees/program/commondir': '../..\n',
    });
    expect(read()).toBe(second);
  });

  it('is unknown without a clone, with a broken one, and in somebody else’s', async () => {
    expect(read()).toBeUndefined();
    await write({ 'program/.git/HEAD': 'ref: refs/heads/gone\n' });
    expect(read()).toBeUndefined();
    await rm(join(folder, 'program/.git'), { recursive: true });
    await write({ '.git/HEAD': first, 'package.json': '{}' });
    expect(read()).toBeUndefined();
  });
});
