/**
 * A correction from the raw score of a binary model (its log-odds) to a probability.
 *
 * `platt`: 1 / (1 + e^-(slope·score + intercept)) (Platt 1999). `isotonic`: a non-decreasing function through
 * (scores[i], probabilities[i]), linear between, constant beyond; scores ascend strictly.
 */
export type Calibration =
  | { readonly method: 'platt'; readonly slope: number; readonly intercept: number }
  | {
      readonly method: 'isotonic';
      readonly scores: readonly number[];
      readonly probabilities: readonly number[];
    };
