import type { Explanation, ExplanationMethod } from '#libs/ml';
import type { FeatureRow, FeatureValue } from './onnx-session.js';

/** What each feature of one row adds to the raw score behind its answer. */
export interface ExplainedRow {
  readonly method: ExplanationMethod;
  readonly baseline: number;
  readonly raw_score: number;
  /** The strongest first, equals by name. */
  readonly contributions: readonly Contribution[];
}

export interface Contribution {
  readonly feature: string;
  readonly value: FeatureValue;
  readonly contribution: number;
  readonly standard_error?: number;
}

/**
 * The explanation of the only row that was explained.
 *
 * @param output which raw score: the class for multiclass, else 0
 */
export function explainedRow(explanation: Explanation, row: FeatureRow, output: number): ExplainedRow {
  const { method, features, contributions, standardError } = explanation;
  const start = output * features.length;
  const baseline = explanation.baseline[output]!;
  const parts = features.map((feature, index): Contribution => ({
    feature,
    value: row[feature] ?? null,
    contribution: contributions[start + index]!,
    ...(standardError ? { standard_error: standardError[start + index]! } : {}),
  }));
  return {
    method,
    baseline,
    raw_score: parts.reduce((sum, { contribution }) => sum + contribution, baseline),
    contributions: parts.sort(
      (a, b) => Math.abs(b.contribution) - Math.abs(a.contribution) || (a.feature < b.feature ? -1 : 1),
    ),
  };
}
