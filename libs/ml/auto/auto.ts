import { MlError } from '../errors.js';
import type { Estimator, FitOptions, FittedModel, Task, TrainingData, Trial } from '../estimator.js';
import { crossValidate } from '../evaluation/cross-validate.js';
import type { HyperparameterDescription, Hyperparameters } from '../hyperparameters.js';
import type { Split } from '../split/holdout.js';
import { kFolds } from '../split/folds.js';
import { seededPositions } from '../split/positions.js';
import { Random } from '../random/random.js';
import { checkTrainingData } from '../table/check-training-data.js';
import { selectTraining } from '../table/select-training.js';
import { candidatesFor, type Candidate } from './candidates.js';

export const autoHyperparameters: Readonly<Record<string, HyperparameterDescription>> = {
  max_trials: {
    type: 'integer',
    default: 7,
    minimum: 1,
    maximum: 7,
    description: 'Settings that are tried: gradient boosting, linear and network in turn',
  },
  folds: {
    type: 'integer',
    default: 3,
    minimum: 2,
    maximum: 10,
    description: 'Folds of the cross-validation that compares them',
  },
  max_rows: {
    type: 'integer',
    default: 10_000,
    minimum: 100,
    maximum: 10_000_000,
    description: 'Rows that the settings are compared on, drawn at random; the chosen one learns from all',
  },
};

/** Makes the estimator of a candidate; handed in, because the catalogue knows `auto` too. */
export type CreateEstimator = (
  algorithm: string,
  task: Task,
  given: Candidate['hyperparameters'],
) => Estimator;

/**
 * Tries settings of all families under one cross-validation and fits the best on all rows. The fitted model is that
 * of its family: `algorithm` and `hyperparameters` say which, `trials` what it was compared with.
 *
 * Its cross-validated loss is the best of several and so a little too good: judge the model on rows held out of it.
 */
export function createAuto(task: Task, hyperparameters: Hyperparameters, create: CreateEstimator): Estimator {
  return {
    algorithm: 'auto',
    task,
    hyperparameters: hyperparameters.values,
    fit: (training, options) => new Search(task, hyperparameters, create, training, options).run(),
  };
}

class Search {
  private readonly candidates: readonly Candidate[];
  private readonly metric: string;
  private refusal: MlError | undefined;

  constructor(
    private readonly task: Task,
    private readonly hyperparameters: Hyperparameters,
    private readonly create: CreateEstimator,
    private readonly training: TrainingData,
    private readonly options: FitOptions,
  ) {
    this.candidates = candidatesFor(task, hyperparameters.number('max_trials'));
    this.metric = task === 'regression' ? 'MSE' : 'log_loss';
  }

  run(): FittedModel {
    checkTrainingData(this.training, this.task);
    const compared = this.comparedRows();
    const folds = this.foldsOf(compared);
    if (folds === undefined) return this.fitWithoutComparison();
    const trials = this.candidates.map((candidate, index) => this.attempt(candidate, index, compared, folds));
    const best = trials.reduce((left, right) =>
      (right.mean ?? Infinity) < (left.mean ?? Infinity) ? right : left,
    );
    // What no family can learn from is the fault of the rows, and the first says which.
    if (best.mean === undefined) throw this.refusal!;
    const chosen = this.create(
      best.algorithm,
      this.task,
      best.hyperparameters as Candidate['hyperparameters'],
    );
    return this.fitAll(chosen).withTrials(trials.map((trial) => ({ ...trial, chosen: trial === best })));
  }

  private attempt(
    { algorithm, hyperparameters }: Candidate,
    index: number,
    compared: TrainingData,
    folds: readonly Split[],
  ): Trial {
    const estimator = this.create(algorithm, this.task, hyperparameters);
    const trial = {
      algorithm,
      hyperparameters: estimator.hyperparameters,
      metric: this.metric,
      chosen: false,
    };
    const { seed, threads, onProgress } = this.options;
    const stage = `${algorithm} (${index + 1} of ${this.candidates.length})`;
    try {
      const { mean, standardDeviation } = crossValidate(estimator, compared, folds, {
        seed,
        ...(threads === undefined ? {} : { threads }),
        ...(onProgress === undefined
          ? {}
          : { onProgress: ({ fold: _, folds: __, ...progress }) => onProgress({ ...progress, stage }) }),
      });
      return { ...trial, mean: mean[this.metric]!, standardDeviation: standardDeviation[this.metric] ?? 0 };
    } catch (error) {
      // A family that cannot cope with these rows leaves the field to the others.
      if (!(error instanceof MlError)) throw error;
      this.refusal ??= error;
      return {
        ...trial,
        problem: error.problems.map(({ field, detail }) => `${field}: ${detail}`).join('; '),
      };
    }
  }

  private comparedRows(): TrainingData {
    const { rowCount } = this.training.table;
    const most = this.hyperparameters.number('max_rows');
    if (rowCount <= most) return this.training;
    return selectTraining(this.training, new Random(this.options.seed).sample(rowCount, most));
  }

  /** Undefined when there are too few rows, or too few of a class, to compare anything. */
  private foldsOf({ table, target, classes }: TrainingData): readonly Split[] | undefined {
    const wished = this.hyperparameters.number('folds');
    const positions = seededPositions(table.rowCount, this.options.seed);
    if (this.task === 'regression') {
      const folds = Math.min(wished, Math.floor(table.rowCount / 2));
      return folds < 2 ? undefined : kFolds(folds, { by: 'position', positions });
    }
    const counts = new Float64Array(classes?.length ?? 2);
    for (const value of target) counts[value]! += 1;
    const folds = Math.min(wished, ...counts);
    return folds < 2 ? undefined : kFolds(folds, { by: 'stratum', strata: target, positions });
  }

  private fitWithoutComparison(): FittedModel {
    return this.fitAll(this.create('linear', this.task, {}));
  }

  private fitAll(estimator: Estimator): FittedModel {
    const { onProgress } = this.options;
    if (onProgress === undefined) return estimator.fit(this.training, this.options);
    const stage = `${estimator.algorithm} on all rows`;
    return estimator.fit(this.training, {
      ...this.options,
      onProgress: (progress) => onProgress({ ...progress, stage }),
    });
  }
}
