import { absent, invalid, Problem } from './problem.js';
import type { FakeState } from './state.js';
import { withoutEmpty } from './wire.js';

interface WireFile {
  readonly path: string;
  readonly is_dir: boolean;
  /** Left out for nothing: zero is an unset field. */
  readonly file_size?: number;
}

/**
 * A path as the server takes it: decoded until nothing is left to decode.
 *
 * @throws Problem for paths that would leave the root, and for those with `#`
 */
export function safePath(path: string): string {
  let decoded = path;
  for (let round = 0; round < 10; round += 1) {
    const next = decoded.replace(/(?:%[0-9a-f]{2})+/gi, (encoded) => decodeURIComponent(encoded));
    if (next === decoded) break;
    decoded = next;
  }
  if (/#|\\/.test(decoded) || decoded.startsWith('/') || decoded.split('/').includes('..')) {
    throw invalid('Invalid path');
  }
  return decoded;
}

export function readArtifact(state: FakeState, path: string, major: 2 | 3): Uint8Array {
  const bytes = state.artifacts.get(path);
  if (bytes !== undefined) return bytes;
  if (filesBelow(state, path).length > 0) throw invalid(`Artifact path refers to a directory: '${path}'`);
  if (major >= 3) throw absent(`No such artifact: '${path}'`);
  throw new Problem(
    'INTERNAL_ERROR',
    'The following failures occurred while downloading one or more artifacts',
  );
}

/** What lies directly in `directory`, named by `nameOf` the base name. */
export function listArtifacts(
  state: FakeState,
  directory: string,
  nameOf: (baseName: string) => string,
): WireFile[] {
  const root = directory.replace(/\/+$/, '');
  const own = state.artifacts.get(root);
  if (own !== undefined) return [wireFile(nameOf(root.split('/').at(-1) ?? ''), own)];
  const entries = new Map<string, WireFile>();
  for (const [path, bytes] of filesBelow(state, root)) {
    const [name = '', ...deeper] = path.slice(root === '' ? 0 : root.length + 1).split('/');
    entries.set(
      name,
      deeper.length > 0 ? { path: nameOf(name), is_dir: true } : wireFile(nameOf(name), bytes),
    );
  }
  return [...entries.values()].sort((one, other) => (one.path < other.path ? -1 : 1));
}

function filesBelow(state: FakeState, directory: string): [string, Uint8Array][] {
  return [...state.artifacts].filter(([path]) => directory === '' || path.startsWith(`${directory}/`));
}

function wireFile(path: string, bytes: Uint8Array): WireFile {
  return withoutEmpty({ path, is_dir: false, file_size: bytes.length || undefined }) as unknown as WireFile;
}
