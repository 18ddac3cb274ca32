import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Split, TrainingData } from '#libs/ml';
import { CannotRun } from '../train/cannot-run.js';
import type { Answers } from './summary.js';

const program = fileURLToPath(new URL('peer.py', import.meta.url));
const installed = fileURLToPath(
  new URL(
    `../../.bench/python/${process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python'}`,
    import.meta.url,
  ),
);

/** A Python with scikit-learn: the one that BENCH_PYTHON names, or the one that bench:train has made. */
export function findPeer(): string | undefined {
  return process.env['BENCH_PYTHON'] ?? (existsSync(installed) ? installed : undefined);
}

interface PeerReply {
  readonly version: string;
  /** CPU of one fit with its threshold. */
  readonly cpu_seconds: number;
  readonly repeats: readonly { readonly probabilities: number[]; readonly decisions: number[] }[];
}

/** The same rows, derived features and folds, by scikit-learn. */
export async function peerAnswers(
  python: string,
  { features, table, target }: TrainingData,
  repeats: readonly (readonly Split[])[],
): Promise<{ readonly answers: Answers; readonly version: string; readonly cpuSeconds: number }> {
  const columns = features.map(({ name, kind }) => ({
    name,
    kind,
    values: Array.from<unknown>(table.columns[name]!),
  }));
  const folds = repeats.map((splits) => {
    const foldOf = new Array<number>(target.length).fill(0);
    splits.forEach(({ heldOut }, fold) => heldOut.forEach((row) => (foldOf[row] = fold)));
    return foldOf;
  });
  const reply = JSON.parse(
    await ask(python, JSON.stringify({ columns, target: [...target], folds })),
  ) as PeerReply;
  return {
    version: reply.version,
    cpuSeconds: reply.cpu_seconds,
    answers: reply.repeats.map(({ probabilities, decisions }) => ({
      probabilities: Float64Array.from(probabilities),
      decisions: Uint8Array.from(decisions),
    })),
  };
}

function ask(python: string, request: string): Promise<string> {
  const child = spawn(python, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
  const parts: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (part: string) => parts.push(part));
  child.stdin.end(request);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve(parts.join('')) : reject(new CannotRun(`${python} ended with code ${code}`)),
    );
  });
}
