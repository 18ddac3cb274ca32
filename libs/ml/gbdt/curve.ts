import type { FitProgress } from '../estimator.js';

const MOST_POINTS = 200;

/** At most 200 points, evenly spread, the last one included. */
export function thinned(curve: readonly FitProgress[]): readonly FitProgress[] {
  if (curve.length <= MOST_POINTS) return curve;
  const step = (curve.length - 1) / (MOST_POINTS - 1);
  return Array.from({ length: MOST_POINTS }, (_, point) => curve[Math.round(point * step)]!);
}
