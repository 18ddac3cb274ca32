import type { ModelCardDetails } from '#libs/models';

type Residuals = NonNullable<ModelCardDetails['residuals']>;

const mostGroups = 10;
/** A group of fewer rows would show single ones. */
const fewestRowsOfGroup = 10;
/** About as many; how many there are depends on the round step. */
const wantedBins = 20;

/** How far the true values lie from the answers, and whether that depends on the answer: no row is told. */
export function describeResiduals(target: Float64Array, answers: Float64Array): Residuals {
  const residuals = target.map((value, row) => value - answers[row]!);
  return { histogram: histogram(residuals), by_prediction: byPrediction(residuals, answers) };
}

/** Between round numbers, so that no border is a row's own; the outermost bins hold what lies beyond them, too. */
function histogram(residuals: Float64Array): Residuals['histogram'] {
  const sorted = Float64Array.from(residuals).sort();
  const [low, high] = [quantile(sorted, 0.01), quantile(sorted, 0.99)];
  const step = roundStep((high - low) / wantedBins || Math.abs(low) / wantedBins || 1);
  const first = Math.floor(low / step);
  const counts = new Array<number>(Math.floor(high / step) - first + 1).fill(0);
  for (const residual of sorted) {
    const bin = Math.floor(residual / step) - first;
    counts[Math.min(Math.max(bin, 0), counts.length - 1)]! += 1;
  }
  return counts.map((count, bin) => ({
    lowest: round((first + bin) * step),
    highest: round((first + bin + 1) * step),
    count,
  }));
}

function byPrediction(residuals: Float64Array, answers: Float64Array): Residuals['by_prediction'] {
  const rows = Array.from(answers, (_, row) => row).sort((a, b) => answers[a]! - answers[b]! || a - b);
  const groups = Math.max(1, Math.min(mostGroups, Math.floor(rows.length / fewestRowsOfGroup)));
  return Array.from({ length: groups }, (_, group) => {
    const start = Math.floor((group * rows.length) / groups);
    const members = rows.slice(start, Math.floor(((group + 1) * rows.length) / groups));
    const sorted = Float64Array.from(members, (row) => residuals[row]!).sort();
    return {
      count: members.length,
      mean_prediction: members.reduce((sum, row) => sum + answers[row]! / members.length, 0),
      lower: quantile(sorted, 0.1),
      median: quantile(sorted, 0.5),
      upper: quantile(sorted, 0.9),
    };
  });
}

/** The next 1, 2 or 5 times a power of ten. */
function roundStep(atLeast: number): number {
  const power = 10 ** Math.floor(Math.log10(atLeast));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= atLeast) ?? atLeast;
}

/** 3 × 0.1 is 0.30000000000000004; nobody meant that. */
function round(value: number): number {
  return Number(value.toPrecision(12));
}

/** Linear between neighbours, NumPy's default. */
function quantile(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const lower = sorted[below]!;
  return lower + (position - below) * ((sorted[below + 1] ?? lower) - lower);
}
