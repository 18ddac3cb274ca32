// Fits one of our estimators on one split in a fresh process and says what it took, as peers.py does for its peers.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ColumnValues, createEstimator, type FeatureColumn, type Table } from '#libs/ml';
import { readManifest, readNumbers } from '../tables/table-files.js';
import type { FitAnswer, FitRequest } from './fit-process.js';

const request = JSON.parse(process.argv[2]!) as FitRequest;
const startBytes = peakBytes();
const { task, features, train, target, heldOut } = readSplit(request.folder, request.fold);
const { seed, ...hyperparameters } = request.settings;
const begin = performance.now();
const model = createEstimator(request.peer, task, hyperparameters).fit(
  { features, table: train, target },
  { seed: Number(seed), threads: request.threads },
);
const fitted = performance.now();
const answers = model.predict(heldOut);
const scored = performance.now();
writeFileSync(request.answers, answers);
const cpu = process.cpuUsage();
const answer: FitAnswer = {
  fitSeconds: (fitted - begin) / 1000,
  scoreSeconds: (scored - fitted) / 1000,
  cpuSeconds: (cpu.user + cpu.system) / 1e6,
  startBytes,
  peakBytes: peakBytes(),
  version: process.version,
};
console.log(JSON.stringify(answer));

/** Column by column, so that no more than one column is held twice. */
function readSplit(
  folder: string,
  fold: number,
): {
  task: 'regression' | 'binary';
  features: FeatureColumn[];
  train: Table;
  target: Float64Array;
  heldOut: Table;
} {
  const { task, rowCount, columns, ...files } = readManifest(folder);
  const folds = readNumbers(join(folder, files.folds), new Uint8Array(rowCount));
  const rowsOf = (held: boolean): Uint32Array =>
    Uint32Array.from(folds.keys()).filter((row) => (folds[row] === fold) === held);
  const parts = [rowsOf(false), rowsOf(true)] as const;
  const tables = parts.map((): Record<string, ColumnValues> => ({}));
  for (const { name, kind, file, categories } of columns) {
    const path = join(folder, file);
    if (kind === 'numeric') {
      const values = readNumbers(path, new Float64Array(rowCount));
      parts.forEach((rows, part) => (tables[part]![name] = pick(values, rows)));
    } else {
      const codes = readNumbers(path, new Int32Array(rowCount));
      parts.forEach((rows, part) => {
        tables[part]![name] = Array.from(rows, (row) => categories[codes[row]!] ?? null);
      });
    }
  }
  const target = readNumbers(join(folder, files.target), new Float64Array(rowCount));
  return {
    task,
    features: columns.map(({ name, kind }) => ({ name, kind, nullable: true })),
    train: { rowCount: parts[0].length, columns: tables[0]! },
    target: pick(target, parts[0]),
    heldOut: { rowCount: parts[1].length, columns: tables[1]! },
  };
}

function pick(values: Float64Array, rows: Uint32Array): Float64Array {
  const picked = new Float64Array(rows.length);
  for (let position = 0; position < rows.length; position++) picked[position] = values[rows[position]!]!;
  return picked;
}

/** Most memory resident so far. A new process on Linux inherits its parent's maxRSS, so /proc comes first. */
function peakBytes(): number {
  try {
    const kilobytes = /^VmHWM:\s*(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    if (kilobytes !== undefined) return Number(kilobytes) * 1024;
  } catch {
    // Not Linux.
  }
  return process.resourceUsage().maxRSS * 1024;
}
