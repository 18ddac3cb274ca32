/**
 * A metric set over fixed rows, ready to be computed for many weights: ranking and sorting are done once. `metrics`
 * takes linear time.
 */
export interface Evaluator<Metrics> {
  readonly rowCount: number;
  /** How many times `metrics` walks over the rows, roughly: what it costs in comparison with others. */
  readonly passes: number;
  /**
   * @param weight how much each row counts, not negative, with a positive sum; absent: 1 each. Unchecked.
   */
  metrics(weight?: ArrayLike<number>): Metrics;
}
