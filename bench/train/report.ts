import { cpus, loadavg } from 'node:os';
import type { Run } from './measure.js';
import { qualityDifference, summarise } from './statistics.js';
import type { BenchTable } from './tables/bench-table.js';

export interface TableResult {
  readonly name: string;
  readonly task: BenchTable['task'];
  readonly rowCount: number;
  readonly columnCount: number;
  readonly runs: readonly Run[];
}

export function machine(): string {
  const load = loadavg()[0]!;
  const line = `${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}, load at the start ${load.toFixed(1)}`;
  // Libraries on OpenMP wait by spinning: another program's load costs them more than its share.
  return load > cpus().length / 2 ? `${line} (busy: do not trust the ratios)` : line;
}

/** The runs of each number of threads, most threads first. */
export function byThreads(runs: readonly Run[]): [number, Run[]][] {
  const groups = new Map<number, Run[]>();
  for (const run of runs) groups.set(run.threads, [...(groups.get(run.threads) ?? []), run]);
  return [...groups].sort(([a], [b]) => b - a);
}

/** One block per number of threads: our row first, then the peers with the ratio ours / peer. */
export function printTable(result: TableResult, ourName: string): void {
  const { name, task, rowCount, columnCount } = result;
  for (const [threads, runs] of byThreads(result.runs)) {
    const our = runs.filter(({ peer }) => peer === ourName);
    const rounds = our.length === 1 ? '1 round' : `median of ${our.length} rounds`;
    const shape = `${rowCount.toLocaleString('en')} × ${columnCount}, ${task}`;
    console.log(`\n${name}: ${shape}; ${threads} thread${threads === 1 ? '' : 's'}, ${rounds}`);
    printRow([
      '',
      'fit s',
      'ratio',
      'process s',
      'ratio',
      'peak MB',
      'ratio',
      task === 'binary' ? 'AUC' : 'R²',
      'ours - peer',
    ]);
    const ours = summarise(our);
    for (const peer of new Set([ourName, ...runs.map((run) => run.peer)])) {
      const theirs = runs.filter((run) => run.peer === peer);
      const { fitSeconds, processSeconds, peakBytes, quality } = summarise(theirs);
      const isOurs = peer === ourName;
      const difference = qualityDifference(our, theirs);
      printRow([
        peer,
        fitSeconds.toFixed(3),
        isOurs ? '' : ratio(ours.fitSeconds, fitSeconds),
        processSeconds.toFixed(2),
        isOurs ? '' : ratio(ours.processSeconds, processSeconds),
        peakBytes === undefined ? '?' : (peakBytes / 1e6).toFixed(0),
        isOurs ? '' : ratio(ours.peakBytes, peakBytes),
        quality.toFixed(4),
        isOurs ? '' : signed(difference.mean, difference.standardError),
      ]);
    }
  }
}

function printRow([peer = '', ...cells]: readonly string[]): void {
  const widths = [9, 7, 11, 7, 9, 7, 9, 18];
  console.log(`  ${peer.padEnd(17)}${cells.map((cell, column) => cell.padStart(widths[column]!)).join('')}`);
}

function ratio(ours: number | undefined, theirs: number | undefined): string {
  return ours === undefined || theirs === undefined ? '?' : (ours / theirs).toFixed(2);
}

/** `+0.0012 ± 0.0008`: the standard error over the folds needs two of them. */
export function signed(mean: number, standardError: number): string {
  const value = `${mean < 0 ? '-' : '+'}${Math.abs(mean).toFixed(4)}`;
  return Number.isNaN(standardError) ? value : `${value} ± ${standardError.toFixed(4)}`;
}
