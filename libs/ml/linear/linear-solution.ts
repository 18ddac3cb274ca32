/** What a solver found for centred columns. */
export interface LinearSolution {
  /** outputs × columns. */
  readonly weights: Float64Array;
  /** One per output. */
  readonly intercepts: Float64Array;
  readonly converged: boolean;
  readonly iterations: number;
}
