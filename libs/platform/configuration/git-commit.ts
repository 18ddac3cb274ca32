import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const commit = /^[0-9a-f]{40}([0-9a-f]{24})?$/;

/**
 * The commit that is checked out where the program lies, read from the files of git: production has no git to ask.
 * Undefined where the program does not lie in a clone of its own.
 * @param start any folder of the program
 */
export function readGitCommit(start: string): string | undefined {
  try {
    const gitFolder = gitFolderOf(programFolder(start));
    return gitFolder === undefined ? undefined : commitOf(gitFolder);
  } catch {
    // Half a clone, a folder without permission: it only means that nobody tells.
    return undefined;
  }
}

/** The nearest folder with a package.json. A repository around it belongs to whoever installed the program. */
function programFolder(start: string): string {
  let folder = resolve(start);
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

function gitFolderOf(folder: string): string | undefined {
  const git = join(folder, '.git');
  const pointer = readOptional(git);
  // In a worktree and in a submodule it is a file that says where the folder is.
  if (pointer !== undefined) return resolve(folder, pointer.replace(/^gitdir: /, ''));
  return existsSync(git) ? git : undefined;
}

function commitOf(gitFolder: string): string | undefined {
  const head = readOptional(join(gitFolder, 'HEAD')) ?? '';
  if (commit.test(head)) return head;
  const branch = head.replace(/^ref: /, '');
  // Worktrees keep their own HEAD and share the branches.
  const shared = resolve(gitFolder, readOptional(join(gitFolder, 'commondir')) ?? '.');
  const found = readOptional(join(shared, branch)) ?? packedCommit(shared, branch);
  return found !== undefined && commit.test(found) ? found : undefined;
}

function packedCommit(gitFolder: string, branch: string): string | undefined {
  const lines = (readOptional(join(gitFolder, 'packed-refs')) ?? '').split('\n');
  return lines.find((line) => line.endsWith(` ${branch}`))?.split(' ')[0];
}

function readOptional(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
}
