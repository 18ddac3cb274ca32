/** Watches the loss on the rows kept from fitting. */
export class EarlyStopping {
  #bestLoss = Infinity;
  #bestIteration = 0;

  constructor(
    readonly rounds: number,
    baseLoss: number,
  ) {
    this.#bestLoss = baseLoss;
  }

  /** How many iterations the model should keep. */
  get bestIteration(): number {
    return this.#bestIteration;
  }

  /** @returns whether to stop */
  observe(iteration: number, loss: number): boolean {
    if (loss < this.#bestLoss) {
      this.#bestLoss = loss;
      this.#bestIteration = iteration;
    }
    return iteration - this.#bestIteration >= this.rounds;
  }
}
