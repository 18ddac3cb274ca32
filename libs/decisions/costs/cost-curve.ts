import type { ModelCardDetails } from '#libs/models';
import type { CostPointDto } from '../dto/cost-curve.dto.js';

export interface ErrorCosts {
  readonly false_negative_cost: number;
  readonly false_positive_cost: number;
}

/** What deciding at each threshold costs on held-out rows. */
export interface CostCurve {
  readonly rows: number;
  readonly positiveRows: number;
  /** From the highest threshold down. */
  readonly points: readonly CostPointDto[];
  readonly cheapest: CostPointDto;
  readonly alwaysNegative: CostPointDto;
  readonly alwaysPositive: CostPointDto;
}

/**
 * From the curve of a version's card, which holds rates: they are shares of whole rows, so the counts come back exactly.
 * @returns undefined where the card has no curve: the held-out rows are of one class
 */
export function costCurve(
  { ranking_curve: curve, reliability }: ModelCardDetails,
  costs: ErrorCosts,
): CostCurve | undefined {
  if (!curve || !reliability || curve.length === 0) return undefined;
  const rows = reliability.reduce((sum, bin) => sum + bin.count, 0);
  const positiveRows = reliability.reduce((sum, bin) => sum + Math.round(bin.count * bin.observed_rate), 0);
  const pointOf = (threshold: number, found: number, alarms: number): CostPointDto => {
    const missed = positiveRows - found;
    const cost = costs.false_negative_cost * missed + costs.false_positive_cost * alarms;
    return {
      threshold,
      false_negatives: missed,
      false_positives: alarms,
      cost,
      cost_per_row: cost / rows,
    };
  };
  const negativeRows = rows - positiveRows;
  const points = curve.map(({ threshold, true_positive_rate, false_positive_rate }) =>
    pointOf(
      threshold,
      Math.round(true_positive_rate * positiveRows),
      Math.round(false_positive_rate * negativeRows),
    ),
  );
  const alwaysNegative = pointOf(1, 0, 0);
  return {
    rows,
    positiveRows,
    points,
    // Of equally cheap ones the highest: the fewest rows are taken for positive.
    cheapest: points.reduce((best, point) => (point.cost < best.cost ? point : best), alwaysNegative),
    alwaysNegative,
    alwaysPositive: pointOf(0, positiveRows, negativeRows),
  };
}

/** The point of the curve next to a threshold; above the highest, nothing is taken for positive. */
export function pointAt({ points, alwaysNegative }: CostCurve, threshold: number): CostPointDto {
  const gap = (point: CostPointDto): number => Math.abs(point.threshold - threshold);
  return points.reduce((near, point) => (gap(point) < gap(near) ? point : near), alwaysNegative);
}
