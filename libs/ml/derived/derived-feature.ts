/**
 * A number computed from raw columns, declared once and compiled to every place that needs it: training, the ONNX
 * graph, SQL. Missing (NaN) when the expression gives no finite number.
 */
export interface DerivedFeature {
  readonly name: string;
  /** For example `(years_in_role + 1) / (years_in_company + 1)`. */
  readonly expression: string;
}
