import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { binaryMetrics, regressionMetrics } from '#libs/ml';
import { type FitMeasurement, fitInFreshProcess } from './processes/fit-process.js';
import type { BenchTable } from './tables/bench-table.js';
import { foldCount, foldsOf } from './tables/folds.js';
import { writeTable } from './tables/table-files.js';

export interface Peer {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}

const typescriptImports = new URL('../typescript-imports.mjs', import.meta.url).href;

/** Our own program; the algorithm's name is the name of the peer. */
export const ours = (algorithm: string): Peer => ({
  name: algorithm,
  command: [
    process.execPath,
    '--import',
    typescriptImports,
    fileURLToPath(new URL('processes/ours.ts', import.meta.url)),
  ],
});
export const python = (name: string, interpreter: string): Peer => ({
  name,
  command: [interpreter, fileURLToPath(new URL('peers.py', import.meta.url))],
});

/** One fresh process. */
export interface Run extends FitMeasurement {
  readonly table: string;
  readonly peer: string;
  readonly threads: number;
  readonly fold: number;
  /** On the held-out rows: AUC (binary) or R² (regression). */
  readonly quality: number;
  /** Binary: average precision on the held-out rows, which sees the order of the likeliest ones. */
  readonly averagePrecision: number | null;
}

export interface Plan {
  readonly peers: readonly Peer[];
  readonly settings: Readonly<Record<string, unknown>> & { readonly seed: number };
  /** How many rounds to measure with how many threads; round n holds out fold n. */
  readonly rounds: readonly { readonly threads: number; readonly rounds: number }[];
}

/**
 * Every round takes every peer once, each time starting with another one, so that what else happens on the machine
 * hits all alike.
 */
export async function measure(
  table: BenchTable,
  plan: Plan,
  onRun: (run: Run) => void = () => undefined,
): Promise<Run[]> {
  const folder = mkdtempSync(join(tmpdir(), 'veridict-bench-'));
  try {
    const folds = foldsOf(table, plan.settings.seed);
    writeTable(folder, table, folds);
    const actuals = Array.from({ length: foldCount }, (_, fold) =>
      table.target.filter((_, row) => folds[row] === fold),
    );
    const runs: Run[] = [];
    for (let round = 0; round < Math.max(...plan.rounds.map(({ rounds }) => rounds)); round++) {
      const fold = round % foldCount;
      for (const { threads, rounds } of plan.rounds) {
        if (round >= rounds) continue;
        for (const { name, command } of rotated(plan.peers, round)) {
          const answers = join(folder, 'answers');
          const request = { peer: name, folder, fold, threads, settings: plan.settings, answers };
          const measured = await fitInFreshProcess(command, request);
          const judged = qualityOf(table.task, actuals[fold]!, numbersOf(answers));
          const run = { table: table.name, peer: name, threads, fold, ...judged, ...measured };
          runs.push(run);
          onRun(run);
        }
      }
    }
    return runs;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function rotated<Item>(items: readonly Item[], by: number): Item[] {
  const start = by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}

/** One judge for all. */
function qualityOf(
  task: BenchTable['task'],
  actual: Float64Array,
  answers: Float64Array,
): Pick<Run, 'quality' | 'averagePrecision'> {
  const binary = task === 'binary' ? binaryMetrics(actual, answers, 0.5) : undefined;
  const quality = binary ? binary.auc : regressionMetrics(actual, answers).R2;
  if (quality === null) throw new Error('The held-out rows cannot judge: they are all alike');
  return { quality, averagePrecision: binary?.average_precision ?? null };
}

function numbersOf(file: string): Float64Array {
  const { buffer, byteOffset, byteLength } = readFileSync(file);
  return new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength));
}
