import type { ContingencyCell } from './contingency.js';

/** A bin without rows in the other half is expected to be as all rows are, by the weight of one row. */
const priorWeight = 1;

/** Fewer rows of a class than that in a half tell nothing about it. */
const fewestPerClass = 5;

/**
 * How well a column alone ranks the rows of a class: each half of the rows is scored with the class's shares by bin in
 * the other half, so that no bin is judged by the rows that it learnt from.
 *
 * @param belongs whether a cell counts for the class
 * @returns the area under the ROC curve, the mean of both halves; undefined with too few rows
 */
export function crosswiseAuc(
  cells: readonly ContingencyCell[],
  belongs: (cell: ContingencyCell) => boolean,
): number | undefined {
  const areas = [0, 1].map((half) => {
    const learnt = shares(
      cells.filter((cell) => cell.half !== half),
      belongs,
    );
    const judged = totals(
      cells.filter((cell) => cell.half === half),
      belongs,
    );
    return area(
      [...judged].map(([bin, { positive, all }]) => ({
        score: learnt(bin),
        positive,
        negative: all - positive,
      })),
    );
  });
  return areas.every((value) => value !== undefined) ? (areas[0]! + areas[1]!) / 2 : undefined;
}

/**
 * The same of a number: the share of its variance that the means by bin of the other half explain; 0 where they are
 * worse than the plain mean.
 */
export function crosswiseRSquared(cells: readonly ContingencyCell[]): number | undefined {
  let residual = 0;
  let total = 0;
  for (const half of [0, 1]) {
    const others = cells.filter((cell) => cell.half !== half);
    const judged = cells.filter((cell) => cell.half === half);
    const [count, sum, squares] = sumsOf(judged);
    if (count < fewestPerClass || others.length === 0) return undefined;
    const mean = meansByBin(others);
    for (const cell of judged) {
      const guess = mean(cell.bin);
      residual += cell.squares - 2 * guess * cell.sum + guess * guess * cell.count;
    }
    total += squares - (sum * sum) / count;
  }
  return total > 0 ? Math.max(0, 1 - residual / total) : undefined;
}

interface BinTotals {
  readonly positive: number;
  readonly all: number;
}

function totals(
  cells: readonly ContingencyCell[],
  belongs: (cell: ContingencyCell) => boolean,
): Map<number, BinTotals> {
  const found = new Map<number, BinTotals>();
  for (const cell of cells) {
    const { positive, all } = found.get(cell.bin) ?? { positive: 0, all: 0 };
    found.set(cell.bin, { positive: positive + (belongs(cell) ? cell.count : 0), all: all + cell.count });
  }
  return found;
}

function shares(
  cells: readonly ContingencyCell[],
  belongs: (cell: ContingencyCell) => boolean,
): (bin: number) => number {
  const bins = totals(cells, belongs);
  const every = [...bins.values()];
  const all = every.reduce((sum, bin) => sum + bin.all, 0);
  const prior = all === 0 ? 0 : every.reduce((sum, bin) => sum + bin.positive, 0) / all;
  return (bin) => {
    const known = bins.get(bin) ?? { positive: 0, all: 0 };
    return (known.positive + prior * priorWeight) / (known.all + priorWeight);
  };
}

function meansByBin(cells: readonly ContingencyCell[]): (bin: number) => number {
  const [count, sum] = sumsOf(cells);
  const prior = sum / count;
  const bins = new Map<number, { count: number; sum: number }>();
  for (const cell of cells) {
    const known = bins.get(cell.bin) ?? { count: 0, sum: 0 };
    bins.set(cell.bin, { count: known.count + cell.count, sum: known.sum + cell.sum });
  }
  return (bin) => {
    const known = bins.get(bin) ?? { count: 0, sum: 0 };
    return (known.sum + prior * priorWeight) / (known.count + priorWeight);
  };
}

function sumsOf(cells: readonly ContingencyCell[]): readonly [count: number, sum: number, squares: number] {
  return cells.reduce(
    ([count, sum, squares], cell) => [count + cell.count, sum + cell.sum, squares + cell.squares] as const,
    [0, 0, 0] as readonly [number, number, number],
  );
}

/** Mann-Whitney: the chance that a positive row has the higher score, ties counted half. */
function area(
  groups: readonly { readonly score: number; readonly positive: number; readonly negative: number }[],
): number | undefined {
  const ordered = [...groups].sort((a, b) => a.score - b.score);
  let wins = 0;
  let below = 0;
  let positives = 0;
  for (let start = 0; start < ordered.length;) {
    let positive = 0;
    let negative = 0;
    const { score } = ordered[start]!;
    for (; start < ordered.length && ordered[start]!.score === score; start++) {
      positive += ordered[start]!.positive;
      negative += ordered[start]!.negative;
    }
    wins += positive * (below + negative / 2);
    below += negative;
    positives += positive;
  }
  return positives < fewestPerClass || below < fewestPerClass ? undefined : wins / (positives * below);
}
