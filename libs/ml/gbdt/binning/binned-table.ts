import type { KernelTeam } from '../../kernels/kernel-team.js';
import { categoriesOf, numbersOf } from '../../table/columns.js';
import type { FeatureColumn, Table } from '../../table/table.js';
import type { KernelParameters } from '../kernel-parameters.js';
import {
  BIN_COUNTS,
  BIN_NUMBERS,
  BINS,
  BINS_PER_COLUMN,
  CATEGORICAL,
  FIRST_COLUMN,
  ROW_BLOCK,
  ROW_STRIDE,
  SAMPLE_COUNT,
  SORT_NUMBERS,
  SORTED,
  SORTING_COUNT_BYTES,
  STAGED,
  STAGED_COLUMNS,
  STAGED_ROWS,
  THRESHOLDS,
  TRAINING_ROWS,
} from '../layout.js';
import { pick, type RowOrder } from '../row-order.js';
import { learnCategories, type ColumnBins, type NumberBins } from './column-bins.js';
import { firstWhere, thresholdsOf } from './thresholds.js';

/** Thresholds are learned on at most so many rows (LightGBM's bin_construct_sample_cnt). */
const MOST_SAMPLED_ROWS = 200_000;

/**
 * Writes one byte per row and column into the shared memory, the rows in the given order. Bins are learned from the
 * training rows alone.
 *
 * @returns how the columns became bins, one per column
 */
export function binTable(
  team: KernelTeam,
  parameters: KernelParameters,
  columns: readonly FeatureColumn[],
  table: Table,
  order: RowOrder,
  maximumBins: number,
): readonly ColumnBins[] {
  const stride = Math.ceil(columns.length / 4) * 4;
  const address = team.memory.allocate(table.rowCount * stride);
  parameters.setAddress(BINS, address);
  parameters.setInteger(ROW_STRIDE, stride);
  const bins = new Array<ColumnBins>(columns.length);
  const bytes = team.memory.bytes(address, table.rowCount * stride);
  columns.forEach(({ name, kind }, column) => {
    if (kind !== 'categorical') return;
    const values = categoriesOf(table, name);
    const learned = learnCategories(values, order.rows.subarray(0, order.trainingCount), maximumBins);
    bins[column] = learned.bins;
    order.rows.forEach((row, position) => {
      bytes[position * stride + column] = learned.codes.get(values[row] ?? '') ?? 0;
    });
  });
  const staging = new NumberStaging(team, parameters, table, order);
  for (const group of staging.groups(columns)) {
    staging.bin(group, columns, maximumBins).forEach((learned, index) => {
      bins[group[index]!] = learned;
    });
  }
  const counts = team.memory.allocate(columns.length);
  team.memory.bytes(counts, columns.length).set(bins.map(({ binCount }) => binCount));
  parameters.setAddress(BIN_COUNTS, counts);
  const categorical = team.memory.allocate(columns.length);
  team.memory.bytes(categorical, columns.length).set(bins.map(({ kind }) => (kind === 'categories' ? 1 : 0)));
  parameters.setAddress(CATEGORICAL, categorical);
  return bins;
}

/** A place in the shared memory for as many columns as there are threads: sorting and binning are kernels. */
class NumberStaging {
  readonly #sampleCount: number;
  readonly #values: number;
  readonly #sorted: number;
  readonly #thresholds: number;

  constructor(
    readonly team: KernelTeam,
    readonly parameters: KernelParameters,
    readonly table: Table,
    readonly order: RowOrder,
  ) {
    const { memory, threads } = team;
    this.#sampleCount = Math.min(order.trainingCount, MOST_SAMPLED_ROWS);
    this.#values = memory.allocate(threads * table.rowCount * 8);
    this.#sorted = memory.allocate(threads * this.#sortedBytes);
    this.#thresholds = memory.allocate(threads * BINS_PER_COLUMN * 8);
    parameters.setAddress(STAGED, this.#values);
    parameters.setInteger(STAGED_ROWS, table.rowCount);
    parameters.setInteger(TRAINING_ROWS, order.trainingCount);
    parameters.setInteger(SAMPLE_COUNT, this.#sampleCount);
    parameters.setAddress(SORTED, this.#sorted);
    parameters.setAddress(THRESHOLDS, this.#thresholds);
  }

  get #sortedBytes(): number {
    return SORTING_COUNT_BYTES + 16 * this.#sampleCount;
  }

  /** Neighbouring columns of numbers, at most one per thread. */
  groups(columns: readonly FeatureColumn[]): number[][] {
    const groups: number[][] = [];
    columns.forEach(({ kind }, column) => {
      if (kind === 'categorical') return;
      const last = groups.at(-1);
      if (last?.at(-1) === column - 1 && last.length < this.team.threads) last.push(column);
      else groups.push([column]);
    });
    return groups;
  }

  bin(group: readonly number[], columns: readonly FeatureColumn[], maximumBins: number): NumberBins[] {
    const { team, parameters, table } = this;
    group.forEach((column, index) => this.#stage(index, numbersOf(table, columns[column]!.name)));
    parameters.setInteger(STAGED_COLUMNS, group.length);
    parameters.setInteger(FIRST_COLUMN, group[0]!);
    team.run(SORT_NUMBERS, group.length);
    const learned = group.map((_, index) => this.#learn(index, maximumBins));
    team.run(BIN_NUMBERS, Math.ceil(table.rowCount / ROW_BLOCK));
    return learned;
  }

  #stage(index: number, values: Float64Array): void {
    const { rowCount } = this.table;
    const staged = this.team.memory.doubles(this.#values + index * rowCount * 8, rowCount);
    if (this.order.isIdentity) staged.set(values);
    else staged.set(pick(values, this.order.rows));
  }

  #learn(index: number, maximumBins: number): NumberBins {
    const { memory } = this.team;
    const start = this.#sorted + index * this.#sortedBytes + SORTING_COUNT_BYTES;
    const sample = memory.doubles(start, this.#sampleCount);
    const observed = firstWhere(0, sample.length, (place) => Number.isNaN(sample[place]));
    const thresholds = thresholdsOf(sample.subarray(0, observed), maximumBins);
    const place = memory.doubles(this.#thresholds + index * BINS_PER_COLUMN * 8, BINS_PER_COLUMN);
    place.fill(Infinity);
    place.set(thresholds);
    return {
      kind: 'numbers',
      thresholds,
      binCount: observed === 0 ? 0 : thresholds.length + 1,
      hasMissing: observed < sample.length,
    };
  }
}
