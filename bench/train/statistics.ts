import type { Run } from './measure.js';

/** What the runs of one peer on one table with one number of threads come to. */
export interface Summary {
  readonly fitSeconds: number;
  readonly processSeconds: number;
  readonly peakBytes: number | undefined;
  /** What the rows cost: the peak less what was resident before they were read. */
  readonly rowBytes: number | undefined;
  readonly quality: number;
  readonly rounds: number;
}

export function summarise(runs: readonly Run[]): Summary {
  const known = runs.flatMap(({ startBytes, peakBytes }) =>
    startBytes === null || peakBytes === null ? [] : [{ peakBytes, rowBytes: peakBytes - startBytes }],
  );
  return {
    fitSeconds: median(runs.map(({ fitSeconds }) => fitSeconds)),
    processSeconds: median(runs.map(({ processSeconds }) => processSeconds)),
    peakBytes: known.length > 0 ? median(known.map(({ peakBytes }) => peakBytes)) : undefined,
    rowBytes: known.length > 0 ? median(known.map(({ rowBytes }) => rowBytes)) : undefined,
    quality: mean(runs.map(({ quality }) => quality)),
    rounds: runs.length,
  };
}

/** Mean difference of a measure over the folds that both measured, with its standard error. */
export function qualityDifference(
  runs: readonly Run[],
  others: readonly Run[],
  measureOf: (run: Run) => number = ({ quality }) => quality,
): { readonly mean: number; readonly standardError: number } {
  const differences = runs.flatMap((run) => {
    const other = others.find(({ fold }) => fold === run.fold);
    return other ? [measureOf(run) - measureOf(other)] : [];
  });
  const centre = mean(differences);
  const squares = differences.reduce((sum, difference) => sum + (difference - centre) ** 2, 0);
  const count = differences.length;
  return { mean: centre, standardError: Math.sqrt(squares / (count - 1) / count) };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
