import { MlError } from '../errors.js';
import type { FitOptions, FitReport, SplitImportance, Task } from '../estimator.js';
import { thinCurve } from '../fitting/loss-curve.js';
import { rowWeights } from '../fitting/row-weights.js';
import { drawValidationRows } from '../fitting/validation-rows.js';
import type { Hyperparameters } from '../hyperparameters.js';
import { compileKernels } from '../kernels/compile.js';
import { KernelTeam } from '../kernels/kernel-team.js';
import { SharedMemory } from '../kernels/shared-memory.js';
import type { FamilyData } from '../pipeline/score-model.js';
import { Random } from '../random/random.js';
import type { FeatureColumn } from '../table/table.js';
import { binTable } from './binning/binned-table.js';
import type { ColumnBins } from './binning/column-bins.js';
import { Boosting } from './boosting.js';
import { BoostingRows } from './boosting-rows.js';
import { splitImportance } from './ensemble/split-importance.js';
import { KernelParameters } from './kernel-parameters.js';
import { kernelsBase64 } from './kernels.generated.js';
import { PARAMETER_BYTES } from './layout.js';
import { baseScores, checkObjectiveTarget, objectiveOf } from './objective.js';
import { allRows, keepingLast, pick, type RowOrder } from './row-order.js';
import { growthSettings } from './settings.js';
import type { Ensemble } from './tree.js';

export interface EnsembleFit {
  readonly ensemble: Ensemble;
  readonly warnings: readonly string[];
  readonly report: FitReport;
  readonly splitImportance: readonly SplitImportance[];
}

/** Below so many bins to look at (rows × columns × trees), threads take longer to start than they save. */
const WORTH_A_THREAD = 2e7;

let kernels: WebAssembly.Module | undefined;

/**
 * Histogram gradient boosting, leaf by leaf (Ke et al. 2017, "LightGBM"), on quantised gradients (Shi et al. 2022).
 * The result depends on data, hyperparameters and seed alone.
 *
 * @throws MlError `invalid_hyperparameters` (monotone_constraints), `invalid_target`, `invalid_table` (too large),
 * `not_solvable`.
 */
export function fitEnsemble(
  task: Task,
  hyperparameters: Hyperparameters,
  data: FamilyData,
  options: FitOptions,
): EnsembleFit {
  const { columns, table, target } = data;
  const objective = objectiveOf(task, hyperparameters);
  checkObjectiveTarget(objective, target);
  const monotone = monotoneDirections(hyperparameters, columns);
  const outputCount = task === 'multiclass' ? data.classCount : 1;
  const rowWeight = rowWeights(target, data.sampleWeight, {
    classCount: data.classCount,
    balanced: task !== 'regression' && hyperparameters.text('class_weight') === 'balanced',
    positiveWeight: task === 'binary' ? hyperparameters.number('scale_pos_weight') : 1,
  });
  // Rows that all count 1 are summed without a multiplication.
  const weights = rowWeight.every((weight) => weight === 1) ? undefined : rowWeight;
  const order = rowOrder(task, hyperparameters, data, options);
  const trainingRows = order.rows.subarray(0, order.trainingCount);
  const base = baseScores(
    objective,
    pick(target, trainingRows),
    weights && pick(weights, trainingRows),
    outputCount,
  );
  const iterations = hyperparameters.number('n_estimators');
  const work = table.rowCount * columns.length * iterations * outputCount;
  const threads = work < WORTH_A_THREAD ? 1 : Math.max(1, options.threads ?? 1);
  // Compiled once: engines speed up what has run before.
  kernels ??= compileKernels(kernelsBase64);
  const team = new KernelTeam(kernels, new SharedMemory(), PARAMETER_BYTES, threads);
  try {
    const parameters = new KernelParameters(team);
    const maximumBins = hyperparameters.number('max_bin');
    const bins = binTable(team, parameters, columns, table, order, maximumBins);
    const rows = new BoostingRows(team, parameters, objective, order, target, weights, base);
    const settings = {
      growth: growthSettings(hyperparameters),
      iterations,
      rowShare: hyperparameters.number('subsample'),
      columnShare: hyperparameters.number('colsample_bytree'),
      patience: hyperparameters.number('early_stopping_rounds'),
    };
    const boosted = new Boosting(team, parameters, rows, bins, monotone, settings, options).run();
    const { trees, loss, curve } = boosted;
    return {
      ensemble: { base, categories: bins.map(knownCategories), trees },
      warnings: warningsOf(columns, bins, settings.patience > 0 && order.isIdentity, trees.length),
      report: {
        converged: settings.patience === 0 || boosted.stoppedEarly || boosted.iterations < iterations,
        iterations: boosted.iterations,
        loss,
        rowCount: table.rowCount,
        seed: options.seed,
        curve: thinCurve(curve),
      },
      splitImportance: splitImportance(trees, columns),
    };
  } finally {
    team.stop();
  }
}

/** Rare ones left out: they are routed as unseen, as they were in training. */
function knownCategories(bins: ColumnBins): readonly string[] {
  return bins.kind === 'categories' ? [...bins.categories].sort() : [];
}

function rowOrder(
  task: Task,
  hyperparameters: Hyperparameters,
  { target, table }: FamilyData,
  { seed }: FitOptions,
): RowOrder {
  if (hyperparameters.number('early_stopping_rounds') === 0) return allRows(table.rowCount);
  const fraction = hyperparameters.number('validation_fraction');
  return keepingLast(table.rowCount, drawValidationRows(task, target, fraction, new Random(seed)));
}

function monotoneDirections(hyperparameters: Hyperparameters, columns: readonly FeatureColumn[]): Int8Array {
  const directions = new Int8Array(columns.length);
  if (!hyperparameters.has('monotone_constraints')) return directions;
  const problems: string[] = [];
  for (const [name, direction] of Object.entries(hyperparameters.monotone('monotone_constraints'))) {
    const column = columns.findIndex((candidate) => candidate.name === name);
    if (column < 0) problems.push(`${name} is not a feature`);
    else if (columns[column]!.kind === 'categorical')
      problems.push(`${name} is categorical: it has no order`);
    else directions[column] = direction;
  }
  if (problems.length === 0) return directions;
  throw new MlError(
    'invalid_hyperparameters',
    problems.map((detail) => ({ field: 'monotone_constraints', detail })),
  );
}

function warningsOf(
  columns: readonly FeatureColumn[],
  bins: readonly ColumnBins[],
  lacksValidationRows: boolean,
  treeCount: number,
): string[] {
  const warnings = columns.flatMap(({ name }, column) => rareCategories(name, bins[column]!));
  if (lacksValidationRows) {
    warnings.push('there are too few rows to keep some from fitting: training did not stop early');
  }
  if (treeCount === 0) {
    warnings.push('no split of the training rows improves on a constant: every row gets the same answer');
  }
  return warnings;
}

function rareCategories(name: string, bins: ColumnBins): string[] {
  if (bins.kind !== 'categories' || bins.rareCount === 0) return [];
  const { rareCount, categories } = bins;
  const count = rareCount + categories.length;
  return [`column ${name}: the ${rareCount} rarest of ${count} categories are treated as missing`];
}
