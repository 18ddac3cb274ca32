/** Counts epochs that do not lower a loss by more than `tolerance`, as scikit-learn does. */
export class Patience {
  private best = Infinity;
  private epoch = 0;
  private withoutImprovement = 0;
  /** The epoch (from 1) with the lowest loss so far. */
  bestEpoch = 0;

  /** @param limit exhausted after more epochs than this without improvement */
  constructor(
    private readonly tolerance: number,
    private readonly limit: number,
  ) {}

  /** Whether the loss is the lowest so far, be it by less than the tolerance. */
  observe(loss: number): boolean {
    this.epoch += 1;
    this.withoutImprovement = loss > this.best - this.tolerance ? this.withoutImprovement + 1 : 0;
    if (!(loss < this.best)) return false;
    this.best = loss;
    this.bestEpoch = this.epoch;
    return true;
  }

  get isExhausted(): boolean {
    return this.withoutImprovement > this.limit;
  }
}
