import type { KernelTeam } from '../../kernels/kernel-team.js';
import type { KernelParameters } from '../kernel-parameters.js';
import {
  BLOCK_COUNT,
  BOUNDED,
  BUILT,
  BUILT_LEAF,
  CAT_L2,
  CAT_SMOOTH,
  CAT_SMOOTH_ROWS,
  COLUMNS,
  FROM,
  GROUP_COUNT,
  HISTOGRAM,
  HISTOGRAM_BYTES,
  KIND_NUMERIC,
  LEAF_BYTES,
  LEAF_GRADIENT,
  LEAF_HESSIAN,
  LEAF_LEAST_HESSIAN,
  LEAF_MAXIMUM,
  LEAF_MINIMUM,
  LEAF_OPEN,
  LEAF_ROWS_PER_HESSIAN,
  MAX_CAT_THRESHOLD,
  MAX_CAT_TO_ONEHOT,
  MIN_DATA_PER_GROUP,
  MONOTONE,
  PARENT,
  PARTIAL_BYTES,
  PARTIALS,
  PARTITION_COUNT,
  RECORD_BIN,
  RECORD_BYTES,
  RECORD_GAIN,
  RECORD_KIND,
  RECORD_MISSING_TRUE,
  RECORD_SET,
  RECORD_TRUE_GRADIENT,
  RECORD_TRUE_HESSIAN,
  RECORDS,
  REG_ALPHA,
  REG_LAMBDA,
  ROW_BLOCK,
  SCAN,
  SIBLING_LEAF,
  SORTING,
  TO,
} from '../layout.js';
import type { Quanta } from '../quanta.js';
import type { GrowthSettings } from '../settings.js';
import type { CandidateSplit, GrowingLeaf } from './growing-leaf.js';
import { HistogramPool } from './histogram-pool.js';

/** Histograms may take this much memory before leaves must share. */
const POOL_BYTES = 2 ** 28;
const LEAST_HISTOGRAMS = 4;
/** Rows for which it is worth adding up another histogram, if a thread has nothing else to do. */
const FEW_ROWS = 2048;
/** Gains that rounding may pretend, in quanta of gradient² per row: far below what a real split brings. */
const ROUNDING_GAIN = 8;
const RELATIVE_ROUNDING_GAIN = 1e-12;

/** Builds the histograms of leaves and finds their best splits. */
export class SplitSearch {
  readonly #pool: HistogramPool;
  readonly #blockCount: number;
  readonly #partials: number;
  readonly #columns: Uint32Array;
  readonly #leaves: Float64Array;
  readonly #records: DataView;
  #activeCount = 0;

  constructor(
    readonly team: KernelTeam,
    readonly parameters: KernelParameters,
    readonly settings: GrowthSettings,
    readonly columnCount: number,
    /** Per column -1, 0 or 1. */
    readonly monotone: Int8Array,
  ) {
    const { memory } = team;
    const groupCount = Math.ceil(columnCount / 4);
    const bytes = groupCount * 4 * HISTOGRAM_BYTES;
    const affordable = Math.max(LEAST_HISTOGRAMS, Math.floor(POOL_BYTES / bytes));
    this.#pool = new HistogramPool(memory, bytes, Math.min(affordable, settings.leafCount + 1));
    this.#blockCount = Math.ceil(groupCount / 4);
    this.#partials = memory.allocate(team.threads * bytes);
    const place = (slot: number, size: number): number => {
      const address = memory.allocate(size);
      parameters.setAddress(slot, address);
      return address;
    };
    this.#columns = memory.unsigned(place(COLUMNS, columnCount * 4), columnCount);
    const leaves = place(BUILT_LEAF, 2 * LEAF_BYTES);
    parameters.setAddress(SIBLING_LEAF, leaves + LEAF_BYTES);
    this.#leaves = memory.doubles(leaves, LEAF_BYTES / 4);
    const recordBytes = columnCount * 2 * RECORD_BYTES;
    const records = place(RECORDS, recordBytes);
    this.#records = new DataView(memory.memory.buffer, records, recordBytes);
    memory.bytes(place(MONOTONE, columnCount), columnCount).set(monotone);
    place(SORTING, columnCount * 4096);
    parameters.setInteger(BLOCK_COUNT, this.#blockCount);
    parameters.setInteger(GROUP_COUNT, groupCount);
    parameters.setInteger(PARTIAL_BYTES, bytes);
    parameters.setInteger(BOUNDED, monotone.some((direction) => direction !== 0) ? 1 : 0);
    const { categories } = settings;
    parameters.setInteger(MAX_CAT_TO_ONEHOT, categories.mostAgainstRest);
    parameters.setInteger(MAX_CAT_THRESHOLD, categories.mostTogether);
    parameters.setDouble(MIN_DATA_PER_GROUP, categories.minimumRowsPerGroup);
    parameters.setDouble(CAT_SMOOTH_ROWS, categories.smoothing);
  }

  /** What the penalties are in quanta of this tree, and which columns it may use (ascending). */
  startTree({ gradientUnit, hessianUnit }: Quanta, columns: Uint32Array): void {
    const { settings, parameters } = this;
    parameters.setDouble(REG_ALPHA, settings.alpha / gradientUnit);
    parameters.setDouble(REG_LAMBDA, settings.lambda / hessianUnit);
    parameters.setDouble(CAT_SMOOTH, settings.categories.smoothing / hessianUnit);
    parameters.setDouble(CAT_L2, settings.categories.lambda / hessianUnit);
    this.#columns.set(columns);
    this.#activeCount = columns.length;
  }

  /** Looks for the best split of one leaf by counting its rows. */
  searchAlone(leaf: GrowingLeaf, quanta: Quanta): void {
    if (!this.#isOpen(leaf, quanta)) return;
    this.#describe(0, leaf, quanta);
    this.#build(leaf);
    this.#scan(0);
    this.#conclude(leaf, 0, quanta);
  }

  /** Looks for the best splits of the two children of a leaf. */
  searchPair(parent: GrowingLeaf, children: readonly [GrowingLeaf, GrowingLeaf], quanta: Quanta): void {
    const [smaller, larger] =
      children[0].count <= children[1].count ? children : ([children[1], children[0]] as const);
    const open = [smaller, larger].filter((leaf) => this.#isOpen(leaf, quanta));
    if (parent.histogram === undefined || !open.includes(larger)) {
      this.#pool.release(parent);
      for (const leaf of open) this.searchAlone(leaf, quanta);
      return;
    }
    this.#pool.pass(parent, larger);
    this.#describe(0, smaller, quanta);
    this.#describe(1, larger, quanta);
    this.#build(smaller);
    this.#scan(larger.histogram ?? 0);
    this.#conclude(smaller, 0, quanta);
    this.#conclude(larger, 1, quanta);
  }

  /** Gives back the histograms of leaves that will not be split. */
  endTree(leaves: readonly GrowingLeaf[]): void {
    for (const leaf of leaves) this.#pool.release(leaf);
  }

  #build(leaf: GrowingLeaf): void {
    const { parameters, team } = this;
    const histogram = this.#pool.give(leaf);
    // Shares must be added up, so columns are divided first.
    const worthAShare = this.#blockCount < team.threads ? FEW_ROWS : ROW_BLOCK;
    const shares = Math.max(1, Math.min(team.threads, Math.floor(leaf.count / worthAShare)));
    parameters.setInteger(FROM, leaf.start);
    parameters.setInteger(TO, leaf.start + leaf.count);
    parameters.setInteger(PARTITION_COUNT, shares);
    parameters.setAddress(PARTIALS, shares === 1 ? histogram : this.#partials);
    parameters.setAddress(BUILT, histogram);
    team.run(HISTOGRAM, shares * this.#blockCount);
  }

  #scan(parent: number): void {
    this.parameters.setAddress(PARENT, parent);
    this.team.run(SCAN, this.#activeCount);
  }

  /** The smallest hessian a child may have, in quanta. */
  #leastHessian({ count, hessian }: GrowingLeaf, { hessianUnit }: Quanta): number {
    const { minimumHessian, minimumRows } = this.settings;
    return Math.max(minimumHessian / hessianUnit, ((minimumRows - 0.5) * hessian) / count, 0.5);
  }

  #isOpen(leaf: GrowingLeaf, quanta: Quanta): boolean {
    const { depth, minimumRows } = this.settings;
    return (
      leaf.depth < depth &&
      leaf.count >= 2 * minimumRows &&
      leaf.hessian >= 2 * this.#leastHessian(leaf, quanta)
    );
  }

  #describe(place: number, leaf: GrowingLeaf, quanta: Quanta): void {
    const start = (place * LEAF_BYTES) / 8;
    this.#leaves[start + LEAF_GRADIENT / 8] = leaf.gradient;
    this.#leaves[start + LEAF_HESSIAN / 8] = leaf.hessian;
    this.#leaves[start + LEAF_LEAST_HESSIAN / 8] = this.#leastHessian(leaf, quanta);
    this.#leaves[start + LEAF_ROWS_PER_HESSIAN / 8] = leaf.count / leaf.hessian;
    this.#leaves[start + LEAF_MINIMUM / 8] = leaf.minimum;
    this.#leaves[start + LEAF_MAXIMUM / 8] = leaf.maximum;
    this.#leaves[start + LEAF_OPEN / 8] = this.#isOpen(leaf, quanta) ? 1 : 0;
  }

  #conclude(leaf: GrowingLeaf, place: number, quanta: Quanta): void {
    leaf.split = this.#bestSplit(leaf, place, quanta);
    if (leaf.split === undefined) this.#pool.release(leaf);
  }

  /** The lowest column wins a tie, whichever thread came first. */
  #bestSplit(leaf: GrowingLeaf, place: number, quanta: Quanta): CandidateSplit | undefined {
    const { gradientUnit, hessianUnit } = quanta;
    const { minimumGain, lambda } = this.settings;
    const parentGain = leaf.gradient ** 2 / (leaf.hessian + lambda / hessianUnit);
    let best = Math.max(
      (minimumGain / gradientUnit / gradientUnit) * hessianUnit,
      (ROUNDING_GAIN * leaf.count) / leaf.hessian,
      RELATIVE_ROUNDING_GAIN * parentGain,
    );
    let winner: number | undefined;
    for (const column of this.#columns.subarray(0, this.#activeCount)) {
      const gain = this.#records.getFloat64((2 * column + place) * RECORD_BYTES + RECORD_GAIN, true);
      if (gain <= best) continue;
      best = gain;
      winner = column;
    }
    return winner === undefined ? undefined : this.#read(winner, place);
  }

  #read(column: number, place: number): CandidateSplit {
    const records = this.#records;
    const start = (2 * column + place) * RECORD_BYTES;
    const kind = records.getInt32(start + RECORD_KIND, true);
    const set = new Uint8Array(records.buffer, records.byteOffset + start + RECORD_SET, 32);
    return {
      column,
      gain: records.getFloat64(start + RECORD_GAIN, true),
      trueGradient: records.getFloat64(start + RECORD_TRUE_GRADIENT, true),
      trueHessian: records.getFloat64(start + RECORD_TRUE_HESSIAN, true),
      missingGoesTrue: records.getInt32(start + RECORD_MISSING_TRUE, true) !== 0,
      kind,
      bin: records.getInt32(start + RECORD_BIN, true),
      set: kind === KIND_NUMERIC ? undefined : set.slice(),
    };
  }
}
