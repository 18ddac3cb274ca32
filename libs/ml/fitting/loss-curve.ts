import type { FitProgress } from '../estimator.js';

const MOST_POINTS = 200;

/** Passes progress on and keeps it for the report. */
export class LossCurve {
  private readonly all: FitProgress[] = [];

  constructor(private readonly onProgress: ((progress: FitProgress) => void) | undefined) {}

  readonly add = (progress: FitProgress): void => {
    this.all.push(progress);
    this.onProgress?.(progress);
  };

  points(): readonly FitProgress[] {
    return thinCurve(this.all);
  }
}

/** At most 200 points at equal distances, the last one among them. */
export function thinCurve(points: readonly FitProgress[]): readonly FitProgress[] {
  const { length } = points;
  if (length <= MOST_POINTS) return points;
  return Array.from(
    { length: MOST_POINTS },
    (_, point) => points[Math.ceil(((point + 1) * length) / MOST_POINTS) - 1]!,
  );
}
