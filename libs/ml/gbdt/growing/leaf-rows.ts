import type { KernelTeam } from '../../kernels/kernel-team.js';
import type { KernelParameters } from '../kernel-parameters.js';
import {
  ADD_LEAVES,
  FROM,
  LEAF_SUMS,
  LEAF_VALUES,
  PARTITION,
  ROUTE,
  ROW_BLOCK,
  ROWS,
  SCRATCH_ROWS,
  SEGMENT_SUMS,
  SEGMENTS,
  SUM_BLOCK,
  TO,
  TRUE_COUNTS,
} from '../layout.js';
import type { GrowingLeaf } from './growing-leaf.js';

/** Sums over the rows of a leaf. */
export interface LeafSums {
  readonly gradient: number;
  readonly hessian: number;
  readonly weight: number;
}

/** The rows in the order of a tree's leaves, each leaf's ascending; behind them the rows that are in no leaf. */
export class LeafRows {
  readonly rows: Uint32Array;
  readonly #scratch: Uint32Array;
  readonly #trueCounts: Int32Array;
  readonly #segments: Int32Array;
  readonly #segmentSums: Float64Array;
  readonly #leafValues: Float64Array;

  constructor(
    readonly team: KernelTeam,
    readonly parameters: KernelParameters,
    rowCount: number,
    leafCount: number,
  ) {
    const { memory } = team;
    const segmentCount = Math.ceil(rowCount / SUM_BLOCK) + leafCount;
    const place = (slot: number, bytes: number): number => {
      const address = memory.allocate(bytes);
      parameters.setAddress(slot, address);
      return address;
    };
    const blockCount = Math.ceil(rowCount / ROW_BLOCK);
    this.rows = memory.unsigned(place(ROWS, rowCount * 4), rowCount);
    this.#scratch = memory.unsigned(place(SCRATCH_ROWS, rowCount * 4), rowCount);
    this.#trueCounts = memory.integers(place(TRUE_COUNTS, blockCount * 4), blockCount);
    this.#segments = memory.integers(place(SEGMENTS, segmentCount * 16), segmentCount * 4);
    this.#segmentSums = memory.doubles(place(SEGMENT_SUMS, segmentCount * 32), segmentCount * 4);
    this.#leafValues = memory.doubles(place(LEAF_VALUES, leafCount * 8), leafCount);
  }

  /**
   * Divides a leaf's rows by the split that the parameters hold, true branch first, keeping their order.
   *
   * @returns how many rows took the true branch
   */
  partition({ start, count }: GrowingLeaf): number {
    this.parameters.setInteger(FROM, start);
    this.parameters.setInteger(TO, start + count);
    const blocks = Math.ceil(count / ROW_BLOCK);
    this.team.run(PARTITION, blocks);
    let trueEnd = start;
    for (let block = 0; block < blocks; block += 1) {
      const from = start + block * ROW_BLOCK;
      const trueCount = this.#trueCounts[block]!;
      if (block > 0) this.rows.copyWithin(trueEnd, from, from + trueCount);
      trueEnd += trueCount;
    }
    let falseEnd = trueEnd;
    for (let block = 0; block < blocks; block += 1) {
      const from = start + block * ROW_BLOCK;
      const size = Math.min(ROW_BLOCK, start + count - from);
      const falseCount = size - this.#trueCounts[block]!;
      this.rows.set(this.#scratch.subarray(from, from + falseCount), falseEnd);
      falseEnd += falseCount;
    }
    return trueEnd - start;
  }

  /** Sums of the true gradients, in blocks whose order is fixed. One per leaf. */
  sums(leaves: readonly GrowingLeaf[]): LeafSums[] {
    const segmentCount = this.#describeSegments(leaves);
    this.team.run(LEAF_SUMS, segmentCount);
    const sums = leaves.map(() => ({ gradient: 0, hessian: 0, weight: 0 }));
    for (let segment = 0; segment < segmentCount; segment += 1) {
      const sum = sums[this.#segments[segment * 4]!]!;
      sum.gradient += this.#segmentSums[segment * 4]!;
      sum.hessian += this.#segmentSums[segment * 4 + 1]!;
      sum.weight += this.#segmentSums[segment * 4 + 2]!;
    }
    return sums;
  }

  /** Adds the values to the scores of the leaves' rows and, through the tree, of the rows in no leaf. */
  addValues(leaves: readonly GrowingLeaf[], values: Float64Array): void {
    this.#leafValues.set(values);
    this.team.run(ADD_LEAVES, this.#describeSegments(leaves));
    const inLeaves = leaves.reduce((sum, { count }) => sum + count, 0);
    this.parameters.setInteger(FROM, inLeaves);
    this.parameters.setInteger(TO, this.rows.length);
    this.team.run(ROUTE, Math.ceil((this.rows.length - inLeaves) / ROW_BLOCK));
  }

  #describeSegments(leaves: readonly GrowingLeaf[]): number {
    let segment = 0;
    for (const { index, start, count } of leaves) {
      for (let from = start; from < start + count; from += SUM_BLOCK) {
        const to = Math.min(from + SUM_BLOCK, start + count);
        this.#segments.set([index, from, to, 0], segment * 4);
        segment += 1;
      }
    }
    return segment;
  }
}
