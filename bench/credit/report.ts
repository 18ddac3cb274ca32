import type { Verdict } from '../train/aims.js';
import type { Run } from '../train/measure.js';
import { signed } from '../train/report.js';
import { mean, median, qualityDifference } from '../train/statistics.js';

/** Of Student's distribution with four degrees of freedom: five folds, two sides, 95 %. */
const quantile = 2.776;

const measures = [
  { name: 'AUC', of: (run: Run): number => run.quality },
  { name: 'average precision', of: (run: Run): number => run.averagePrecision ?? NaN },
] as const;

/** Ours less the peer's, paired by fold. */
interface Difference {
  readonly measure: string;
  readonly mean: number;
  /** Half the width of the 95 % interval. Folds share training rows, so it is somewhat too narrow. */
  readonly margin: number;
}

export interface Comparison {
  readonly algorithm: string;
  readonly differences: readonly Difference[];
  verdicts(table: string): Verdict[];
}

export function comparisons(runs: readonly Run[], algorithms: readonly string[], peer: string): Comparison[] {
  const theirs = runs.filter((run) => run.peer === peer);
  return algorithms.map((algorithm) => {
    const our = runs.filter((run) => run.peer === algorithm);
    const differences = measures.map(({ name, of }): Difference => {
      const difference = qualityDifference(our, theirs, of);
      return { measure: name, mean: difference.mean, margin: quantile * difference.standardError };
    });
    return {
      algorithm,
      differences,
      verdicts: (table) =>
        differences.map((difference) => ({
          aim: `${table}: ${difference.measure} of ${algorithm} at least scikit-learn's`,
          measured: signed(difference.mean, difference.margin),
          met: difference.mean >= 0,
        })),
    };
  });
}

/** One line per contender: quality, what we are ahead by with its 95 % interval, and time. */
export function printComparison(compared: readonly Comparison[], runs: readonly Run[], peer: string): void {
  print(['', 'AUC', 'ours − peer', 'av. precision', 'ours − peer', 'fit s', 'CPU s']);
  for (const name of [peer, ...compared.map(({ algorithm }) => algorithm)]) {
    const own = runs.filter((run) => run.peer === name);
    const differences = compared.find(({ algorithm }) => algorithm === name)?.differences;
    print([
      name === peer ? `scikit-learn ${own[0]!.version}` : `ours, ${name}`,
      ...measures.flatMap(({ of }, index) => {
        const difference = differences?.[index];
        return [mean(own.map(of)).toFixed(4), difference ? signed(difference.mean, difference.margin) : ''];
      }),
      median(own.map(({ fitSeconds }) => fitSeconds)).toFixed(2),
      median(own.map(({ cpuSeconds }) => cpuSeconds)).toFixed(2),
    ]);
  }
}

function print([name = '', ...cells]: readonly string[]): void {
  const widths = [9, 19, 15, 19, 8, 8];
  console.log(`  ${name.padEnd(20)}${cells.map((cell, column) => cell.padStart(widths[column]!)).join('')}`);
}
