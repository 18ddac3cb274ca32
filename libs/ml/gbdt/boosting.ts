import { MlError } from '../errors.js';
import type { FitOptions, FitProgress } from '../estimator.js';
import type { KernelTeam } from '../kernels/kernel-team.js';
import type { ColumnBins } from './binning/column-bins.js';
import type { BoostingRows } from './boosting-rows.js';
import { EarlyStopping } from './early-stopping.js';
import { treeOf } from './growing/grown-tree.js';
import { LeafRows } from './growing/leaf-rows.js';
import { TreeGrower } from './growing/tree-grower.js';
import type { KernelParameters } from './kernel-parameters.js';
import { leafValues } from './leaf-values.js';
import { CHANCE, hashOf } from './random.js';
import { drawColumns, drawRows } from './sampling.js';
import type { GrowthSettings } from './settings.js';
import type { Tree } from './tree.js';

export interface BoostingSettings {
  readonly growth: GrowthSettings;
  readonly iterations: number;
  readonly rowShare: number;
  readonly columnShare: number;
  /** 0: no early stopping. */
  readonly patience: number;
}

export interface Boosted {
  /** One per output and iteration, iteration by iteration. */
  readonly trees: readonly Tree[];
  readonly curve: readonly FitProgress[];
  /** On the training rows, of the iterations that are kept. */
  readonly loss: number;
  readonly iterations: number;
  /** Whether the loss on the rows kept from fitting ended it. */
  readonly stoppedEarly: boolean;
}

/**
 * Gradient boosting (Friedman 2001): each iteration fits trees to the gradients of the loss at the present scores.
 *
 * @throws MlError `not_solvable` when the loss leaves the range of numbers
 */
export class Boosting {
  readonly #leafRows: LeafRows;
  readonly #grower: TreeGrower;
  readonly #columns: Uint32Array;
  #drawn: { readonly rows: Uint32Array; readonly drawnCount: number };

  constructor(
    readonly team: KernelTeam,
    readonly parameters: KernelParameters,
    readonly rows: BoostingRows,
    readonly bins: readonly ColumnBins[],
    monotone: Int8Array,
    readonly settings: BoostingSettings,
    readonly options: FitOptions,
  ) {
    const { growth } = settings;
    this.#leafRows = new LeafRows(team, parameters, rows.rowCount, growth.leafCount);
    this.#grower = new TreeGrower(team, parameters, growth, bins, monotone, this.#leafRows);
    this.#columns = Uint32Array.from(bins.keys()).filter((column) => canSplit(bins[column]!));
    this.#drawn = drawRows(rows.rowCount, rows.trainingCount, 1, options.seed, 0);
  }

  run(): Boosted {
    const { settings, rows } = this;
    const hasValidation = settings.patience > 0 && rows.trainingCount < rows.rowCount;
    const stopping = hasValidation ? new EarlyStopping(settings.patience, rows.validationLoss()) : undefined;
    const baseLoss = finite(rows.trainingLoss());
    const trees: Tree[] = [];
    const curve: FitProgress[] = [];
    let stoppedEarly = false;
    for (let iteration = 1; iteration <= settings.iterations && !stoppedEarly; iteration += 1) {
      const grown = this.#columns.length === 0 ? [] : this.#iterate(iteration);
      if (grown.every(({ splits }) => splits.length === 0)) {
        // Without chance in play the next iteration would be like this one.
        if (settings.rowShare === 1 && settings.columnShare === 1) break;
        continue;
      }
      trees.push(...grown);
      const progress = this.#progress(iteration, stopping);
      curve.push(progress);
      this.options.onProgress?.(progress);
      stoppedEarly = stopping?.observe(curve.length, progress.validationLoss ?? NaN) ?? false;
    }
    const kept = stopping?.bestIteration ?? curve.length;
    return {
      trees: trees.slice(0, kept * rows.outputCount),
      curve,
      loss: curve[kept - 1]?.loss ?? baseLoss,
      iterations: kept,
      stoppedEarly,
    };
  }

  #iterate(iteration: number): Tree[] {
    const { rows, settings, options } = this;
    if (settings.rowShare < 1) {
      this.#drawn = drawRows(rows.rowCount, rows.trainingCount, settings.rowShare, options.seed, iteration);
    }
    return Array.from({ length: rows.outputCount }, (_, output) => this.#growTree(iteration, output));
  }

  #growTree(iteration: number, output: number): Tree {
    const { rows, settings, options, bins } = this;
    const { drawnCount } = this.#drawn;
    this.#leafRows.rows.set(this.#drawn.rows);
    const quanta = rows.quantise(output, hashOf(options.seed, CHANCE.rounding, iteration, output));
    if (quanta === undefined || drawnCount === 0) return oneLeaf(drawnCount);
    const columns = drawColumns(this.#columns, settings.columnShare, options.seed, iteration, output);
    const { nodes, leaves } = this.#grower.grow(rows.packedSums(drawnCount), quanta, columns);
    if (nodes.length === 0) return oneLeaf(drawnCount);
    const sums = this.#leafRows.sums(leaves);
    const values = leafValues(leaves, sums, this.#leafRows.rows, rows, quanta, settings.growth);
    this.#leafRows.addValues(leaves, values);
    return treeOf(
      nodes,
      bins,
      values,
      Float64Array.from(sums, ({ weight }) => weight),
    );
  }

  #progress(iteration: number, stopping: EarlyStopping | undefined): FitProgress {
    const { rows, settings } = this;
    // The gradients of the training rows must be those that are left in memory.
    const validationLoss = stopping === undefined ? undefined : finite(rows.validationLoss());
    const loss = finite(rows.trainingLoss());
    return {
      ...{ iteration, iterations: settings.iterations, loss },
      ...(validationLoss === undefined ? {} : { validationLoss }),
    };
  }
}

function canSplit({ binCount, hasMissing }: ColumnBins): boolean {
  return binCount + (hasMissing ? 1 : 0) > 1;
}

function oneLeaf(cover: number): Tree {
  return {
    splits: [],
    trueChild: new Int32Array(0),
    falseChild: new Int32Array(0),
    nodeCover: new Float64Array(0),
    gain: new Float64Array(0),
    leafValue: Float64Array.of(0),
    leafCover: Float64Array.of(cover),
  };
}

function finite(loss: number): number {
  if (Number.isFinite(loss)) return loss;
  throw new MlError('not_solvable', [
    {
      field: 'target',
      detail: 'the loss leaves the range of numbers: scale the target or lower learning_rate',
    },
  ]);
}
