/** How contributions were found; `exact` ones add up to the raw score within rounding. */
export type ExplanationMethod =
  /** Exact Shapley values, path-dependent (Lundberg et al. 2020). */
  | 'tree_shap'
  /** Exact Shapley values of a sum of columns: the column's part minus its mean over the training rows. */
  | 'linear'
  /** Sampled Shapley values; `standardError` says how far off they may be. The sum is exact. */
  | 'sampled';

/** What each raw column adds to raw scores (the answer of a regression, else log-odds). */
export interface Explanation {
  readonly method: ExplanationMethod;
  /** Raw columns, in the order of the contributions. A derived feature's share is divided among its columns. */
  readonly features: readonly string[];
  /** The expected raw score, one per output. baseline + sum of contributions = raw score, to 1e-6. */
  readonly baseline: Float64Array;
  /** rows × outputs × features, row by row. */
  readonly contributions: Float64Array;
  /** `sampled` only: one standard error per contribution, in the same order. */
  readonly standardError?: Float64Array;
}
