import type { SharedMemory } from '../../kernels/shared-memory.js';
import type { GrowingLeaf } from './growing-leaf.js';

/**
 * Histograms of the leaves that may be split. Where all places are taken, the leaf that is the least likely to be
 * split next gives up its own: then both its children must be counted instead of one, with the same result.
 */
export class HistogramPool {
  readonly #free: number[] = [];
  readonly #holders = new Set<GrowingLeaf>();
  #count = 0;

  constructor(
    readonly memory: SharedMemory,
    readonly bytes: number,
    readonly mostHistograms: number,
  ) {}

  give(leaf: GrowingLeaf): number {
    const histogram = this.#free.pop() ?? this.#make() ?? this.#evict(leaf);
    leaf.histogram = histogram;
    this.#holders.add(leaf);
    return histogram;
  }

  release(leaf: GrowingLeaf): void {
    if (leaf.histogram !== undefined) this.#free.push(leaf.histogram);
    leaf.histogram = undefined;
    this.#holders.delete(leaf);
  }

  /** The heir takes over the histogram. */
  pass(from: GrowingLeaf, heir: GrowingLeaf): void {
    heir.histogram = from.histogram;
    from.histogram = undefined;
    this.#holders.delete(from);
    this.#holders.add(heir);
  }

  #make(): number | undefined {
    if (this.#count >= this.mostHistograms) return undefined;
    this.#count += 1;
    return this.memory.allocate(this.bytes);
  }

  #evict(receiver: GrowingLeaf): number {
    let poorest: GrowingLeaf | undefined;
    for (const leaf of this.#holders) {
      // A leaf without a known split is being looked at.
      if (leaf === receiver || leaf.split === undefined) continue;
      if (poorest === undefined || leaf.split.gain < (poorest.split?.gain ?? 0)) poorest = leaf;
    }
    const histogram = poorest?.histogram;
    if (poorest === undefined || histogram === undefined)
      throw new RangeError('the pool has too few histograms');
    poorest.histogram = undefined;
    this.#holders.delete(poorest);
    return histogram;
  }
}
