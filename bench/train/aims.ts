import type { Run } from './measure.js';
import { byThreads, signed, type TableResult } from './report.js';
import { qualityDifference, summarise } from './statistics.js';

const qualityTolerance = 0.002;
const fitFactor = 1.5;
const fitRows = 150_000;
const smallRows = 30_000;
/** A table that grows more than this per row, from the smallest to the largest generated one, does not grow linearly. */
const growthTolerance = 1.1;

export interface Verdict {
  readonly aim: string;
  readonly measured: string;
  readonly met: boolean;
}

/** What the runs say about each aim; an aim whose table or peer was left out is not listed. */
export function verdicts(results: readonly TableResult[], ourName: string): Verdict[] {
  const by = (runs: readonly Run[], peer: string): Run[] => runs.filter((run) => run.peer === peer);
  return [
    ...results.flatMap((result) => qualityOf(result, by, ourName)),
    ...results
      .filter(({ rowCount }) => rowCount === fitRows)
      .flatMap((result) => fitTimeOf(result, by, ourName)),
    ...results
      .filter(({ rowCount }) => rowCount <= smallRows)
      .flatMap((result) => endToEndOf(result, ourName)),
    ...memoryOf(results, ourName),
  ];
}

type RunsBy = (runs: readonly Run[], peer: string) => Run[];

function qualityOf({ name, task, runs }: TableResult, by: RunsBy, ourName: string): Verdict[] {
  const most = byThreads(runs)[0]?.[1] ?? [];
  const [ours, theirs] = [by(most, ourName), by(most, 'lightgbm')];
  if (theirs.length === 0) return [];
  const { mean, standardError } = qualityDifference(ours, theirs);
  const measure = task === 'binary' ? 'AUC' : 'R²';
  return [
    {
      aim: `${name}: ${measure} no more than ${qualityTolerance} below LightGBM's`,
      measured: `${signed(mean, standardError)} over ${ours.length} folds`,
      met: mean >= -qualityTolerance,
    },
  ];
}

function fitTimeOf({ name, runs }: TableResult, by: RunsBy, ourName: string): Verdict[] {
  const twoThreads = runs.filter(({ threads }) => threads === 2);
  const theirs = by(twoThreads, 'lightgbm');
  if (theirs.length === 0) return [];
  const factor = summarise(by(twoThreads, ourName)).fitSeconds / summarise(theirs).fitSeconds;
  return [
    {
      aim: `${name}: fit at most ${fitFactor} × LightGBM's, two threads`,
      measured: `${factor.toFixed(2)} ×`,
      met: factor <= fitFactor,
    },
  ];
}

function endToEndOf({ name, runs }: TableResult, ourName: string): Verdict[] {
  return byThreads(runs).flatMap(([threads, group]) => {
    const peers = [...new Set(group.map(({ peer }) => peer))].filter((peer) => peer !== ourName);
    if (peers.length === 0) return [];
    const seconds = (peer: string): number =>
      summarise(group.filter((run) => run.peer === peer)).processSeconds;
    const fastest = peers.reduce((best, peer) => (seconds(peer) < seconds(best) ? peer : best));
    const ours = seconds(ourName);
    return {
      aim: `${name}: whole process faster than every Python process, threads: ${threads}`,
      measured: `${ours.toFixed(2)} s, the fastest peer (${fastest}) ${seconds(fastest).toFixed(2)} s`,
      met: ours < seconds(fastest),
    };
  });
}

/** The generated tables of one task differ in nothing but their rows. */
function memoryOf(results: readonly TableResult[], ourName: string): Verdict[] {
  return (['binary', 'regression'] as const).flatMap((task) => {
    const sizes = results
      .filter((result) => result.name.startsWith('generated') && result.task === task)
      .map(({ rowCount, runs }) => {
        const most = byThreads(runs)[0]?.[1] ?? [];
        const { rowBytes } = summarise(most.filter(({ peer }) => peer === ourName));
        return { rowCount, perRow: rowBytes === undefined ? NaN : rowBytes / rowCount };
      })
      .sort((a, b) => a.rowCount - b.rowCount);
    const [smallest, largest] = [sizes[0], sizes.at(-1)];
    if (!smallest || !largest || smallest === largest || Number.isNaN(smallest.perRow)) return [];
    return {
      aim: `generated, ${task}: memory grows no faster than the rows`,
      measured: [smallest, largest]
        .map(
          ({ rowCount, perRow }) => `${perRow.toFixed(0)} bytes per row at ${rowCount.toLocaleString('en')}`,
        )
        .join(', '),
      met: largest.perRow <= growthTolerance * smallest.perRow,
    };
  });
}

export function printVerdicts(all: readonly Verdict[]): void {
  console.log('\nAims');
  for (const { aim, measured, met } of all)
    console.log(`  ${met ? 'met   ' : 'missed'}  ${aim}: ${measured}`);
  console.log(`  ${all.filter(({ met }) => met).length} of ${all.length} met`);
}
