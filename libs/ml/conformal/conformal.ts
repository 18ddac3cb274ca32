import { MlError } from '../errors.js';
import { checkScores } from '../metrics/check-scores.js';
import { selectSmallest } from '../table/select-smallest.js';

/**
 * Half the width of prediction intervals that hold the true value with probability `coverage`, whatever the model
 * and whatever the distribution, as long as the rows to come are drawn as the calibration rows were: the
 * ceil((n + 1) · coverage)-th smallest of n absolute residuals (Vovk, Gammerman, Shafer 2005, "Algorithmic learning
 * in a random world"; Lei et al. 2018, "Distribution-free predictive inference for regression", theorem 2.2; Romano,
 * Patterson, Candès 2019). The interval is [prediction - radius, prediction + radius].
 *
 * Coverage holds over all rows, not for each kind of row. Residuals of rows kept from fitting give split-conformal
 * intervals: the guarantee is exact. Out-of-fold residuals of a cross-validation, together with a model fitted on
 * all rows, give the cross-conformal kind, which needs no extra rows (Vovk 2015; Barber et al. 2021): coverage is
 * close to the stated one in practice, since the final model has seen more rows than those that left the residuals.
 *
 * With `scale`, one positive number per row such as an estimate of the error's size, the residuals are divided by it
 * first and the interval is prediction ± radius · scale of the new row: wider where the model is unsure (Lei et al.
 * 2018, section 5.2).
 *
 * @param absoluteResiduals |actual - predicted| of rows that the model was not fitted on
 * @param coverage above 0 and below 1, for example 0.9
 * @throws MlError `too_few_rows` when fewer than coverage / (1 - coverage) rows are there: only an infinite interval
 * would have the coverage then; `invalid_scores`, `invalid_option`.
 */
export function conformalRadius(
  absoluteResiduals: ArrayLike<number>,
  coverage: number,
  scale?: ArrayLike<number>,
): number {
  checkCoverage(coverage);
  const scores = conformityScores(absoluteResiduals, scale);
  // 10 · 0.9 may come out above 9: what rounding adds must not widen the interval.
  const rank = Math.ceil((scores.length + 1) * coverage - 1e-9);
  if (rank > scores.length) {
    const needed = Math.ceil(coverage / (1 - coverage) - 1e-9);
    throw new MlError('too_few_rows', [
      {
        field: 'absoluteResiduals',
        detail: `a coverage of ${coverage} needs ${needed} rows, there are ${scores.length}`,
      },
    ]);
  }
  return selectSmallest(scores, Math.max(rank, 1) - 1);
}

export interface MeasuredIntervals {
  /** The share of rows whose true value lies in the interval, ends included. */
  readonly coverage: number;
  readonly mean_width: number;
  readonly rows: number;
}

/**
 * What intervals of a radius do on other rows: neither those of the fit nor those of `conformalRadius`.
 *
 * @throws MlError `invalid_scores`.
 */
export function measureIntervals(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  radius: number,
  scale?: ArrayLike<number>,
): MeasuredIntervals {
  checkScores(actual, predicted);
  const residuals = Float64Array.from(actual, (value, row) => Math.abs(value - predicted[row]!));
  const scores = conformityScores(residuals, scale);
  let [covered, width] = [0, 0];
  for (let row = 0; row < scores.length; row += 1) {
    if (scores[row]! <= radius) covered += 1;
    width += 2 * radius * (scale === undefined ? 1 : scale[row]!);
  }
  return { coverage: covered / scores.length, mean_width: width / scores.length, rows: scores.length };
}

function checkCoverage(coverage: number): void {
  if (coverage > 0 && coverage < 1) return;
  const detail = `must be above 0 and below 1, is ${coverage}`;
  throw new MlError('invalid_option', [{ field: 'coverage', detail }]);
}

function conformityScores(residuals: ArrayLike<number>, scale: ArrayLike<number> | undefined): Float64Array {
  const scores = new Float64Array(residuals);
  if (scale !== undefined && scale.length !== residuals.length) {
    const detail = `has ${scale.length} values, there are ${residuals.length} residuals`;
    throw new MlError('invalid_scores', [{ field: 'scale', detail }]);
  }
  for (let row = 0; row < scores.length; row += 1) {
    if (!(scores[row]! >= 0 && scores[row]! < Infinity)) {
      throw new MlError('invalid_scores', [
        { field: 'absoluteResiduals', detail: 'has values that are negative or not finite' },
      ]);
    }
    if (scale === undefined) continue;
    if (!(scale[row]! > 0 && scale[row]! < Infinity)) {
      throw new MlError('invalid_scores', [
        { field: 'scale', detail: 'has values that are not positive and finite' },
      ]);
    }
    scores[row]! /= scale[row]!;
  }
  return scores;
}
