import type { RegressionObjective } from '#libs/ml';

/**
 * By which objective two versions are compared: their own where they have the same; the squared error where both say
 * where the middle lies; undefined where they answer different questions. Null, of what has no choice of objective,
 * is the squared error of a regression and the log loss of classes.
 */
export function sharedObjective(
  candidate: RegressionObjective | null,
  champion: RegressionObjective | null,
): RegressionObjective | null | undefined {
  const same =
    candidate?.quantile === champion?.quantile && candidate?.variancePower === champion?.variancePower;
  if (same) return candidate;
  return candidate?.metric === 'pinball' || champion?.metric === 'pinball' ? undefined : null;
}

/** What the answers of a regression estimate. */
export function estimateOf({ quantile }: Pick<RegressionObjective, 'quantile'>): string {
  if (quantile === undefined) return 'mean';
  return quantile === 0.5 ? 'median' : `${quantile} quantile`;
}
