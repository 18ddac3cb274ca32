/** Small reproducible generator (mulberry32). For invented data; not for secrets. */
export class SeededRandom {
  constructor(private state: number) {}

  /** In [0, 1). */
  uniform(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  chance(probability: number): boolean {
    return this.uniform() < probability;
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.uniform() * items.length)]!;
  }

  /** An index, with these probabilities. */
  weighted(probabilities: readonly number[]): number {
    let rest = this.uniform();
    const index = probabilities.findIndex((probability) => (rest -= probability) < 0);
    return index === -1 ? probabilities.length - 1 : index;
  }

  /** Box–Muller; one of the two values is thrown away, which keeps draws independent of each other's order. */
  normal(mean: number, deviation: number): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return mean + deviation * radius * Math.cos(2 * Math.PI * this.uniform());
  }

  exponential(mean: number): number {
    return -mean * Math.log(1 - this.uniform());
  }
}
