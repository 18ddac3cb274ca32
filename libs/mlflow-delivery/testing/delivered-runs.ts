import { createHash } from 'node:crypto';
import { type DatasetColumn, type DatasetDefinition, featureColumn } from '#libs/datasets';
import { createEstimator, type FeatureColumn, type FittedModel, type Table, type Task } from '#libs/ml';
import type { FeatureSchema, ModelCardDetails, ModelVersionEntity } from '#libs/models';
import { RunStatus, type TrainingRunEntity } from '#libs/training';
import type { DeliveredRun, DeliveredVersion } from '../documents/delivered-run.js';

export type DeliveredModel = DeliveredRun & { readonly version: DeliveredVersion };

const rowCount = 60;
const at = new Date('2026-11-21T10:00:00.123Z');
const column = (name: string, kind: DatasetColumn['kind'], more: Partial<DatasetColumn> = {}) => ({
  name,
  kind,
  description: `${name} of a person`,
  nullable: false,
  optional: false,
  sensitive: false,
  ...more,
});

export const people: DatasetDefinition = {
  name: 'people',
  origin: 'owned',
  relation: 'census',
  identifier: 'secret_identifier',
  columns: [
    column('age', 'numeric', { unit: 'years', integer: true, minimum: 0 }),
    column('income', 'numeric', { nullable: true }),
    column('city', 'categorical', { nullable: true }),
    column('owner', 'boolean'),
    column('smoker', 'boolean', { nullable: true }),
    column('secret_religion', 'categorical', { sensitive: true }),
    column('amount', 'numeric', { unit: 'EUR', nullable: true }),
    column('bought', 'boolean', { nullable: true }),
    column('tier', 'categorical', { nullable: true }),
  ],
};

export const targets: Readonly<Record<Task, string>> = {
  regression: 'amount',
  binary: 'bought',
  multiclass: 'tier',
};
const classes = ['low', 'no', 'très "haut"'];
const featureNames = ['age', 'income', 'city', 'owner', 'smoker'];
const features: FeatureColumn[] = people.columns
  .filter(({ name }) => featureNames.includes(name))
  .map(featureColumn);

const spread = (row: number, step: number): number => ((row * step) % rowCount) / rowCount;
const each = (value: (row: number) => number): Float64Array =>
  Float64Array.from({ length: rowCount }, (_, row) => value(row));
const table: Table = {
  rowCount,
  columns: {
    age: each((row) => 20 + Math.floor(50 * spread(row, 17))),
    income: each((row) => (row % 7 === 0 ? NaN : 1000 + 3000 * spread(row, 23))),
    city: Array.from({ length: rowCount }, (_, row) => ['Évry, sud', 'Lyon', null, 'Metz'][row % 4]!),
    owner: each((row) => row % 2),
    smoker: each((row) => (row % 5 === 0 ? NaN : row % 3 === 0 ? 1 : 0)),
  },
};
const score = each((row) => (table.columns['age'] as Float64Array)[row]! + 20 * spread(row, 41));

function fitted(task: Task): FittedModel {
  const target = score.map((value) =>
    task === 'regression'
      ? 100 * value
      : task === 'binary'
        ? Number(value > 55)
        : value < 45
          ? 0
          : value < 65
            ? 1
            : 2,
  );
  const training = { features, table, target, ...(task === 'multiclass' ? { classes } : {}) };
  return createEstimator('linear', task, {}).fit(training, { seed: 1 });
}

/** A version as a run stores it: file and schema are of a fitted model, figures are made up. */
export function deliveredModel(task: Task, changes: Partial<TrainingRunEntity> = {}): DeliveredModel {
  const model = fitted(task);
  const onnx = model.toOnnx({}, task === 'binary' ? { threshold: 0.4 } : {});
  const algorithm = changes.trained_algorithm ?? model.algorithm;
  const run = deliveredRun(task, {
    status: RunStatus.Succeeded,
    trained_algorithm: algorithm,
    hyperparameters: { ...model.hyperparameters },
    n_rows: 75,
    model_version: 3,
    metrics: { ...metrics[task] },
    baseline_metrics: { RMSE: 20, log_loss: 0.69 },
    promoted: true,
    promotion_reason: 'RMSE 10 is below 20 of the mean baseline',
    ...changes,
  });
  const row = {
    model: run.run.model,
    version: 3,
    artefact_sha256: createHash('sha256').update(onnx).digest('hex'),
    training_run_id: run.run.id,
    task,
    classes: task === 'multiclass' ? classes : null,
    algorithm,
    hyperparameters: { ...run.run.hyperparameters },
    seed: 1,
    test_size: 0.2,
    split: { method: 'identifier' },
    features: model.features.map(({ name, categories, ...seen }): FeatureSchema => {
      const { sensitive: _sensitive, ...declared } = people.columns.find(
        (candidate) => candidate.name === name,
      )!;
      return {
        ...declared,
        ...(categories ? { categories } : {}),
        ...(seen.kind === 'numeric'
          ? { trainingMinimum: seen.minimum!, trainingMaximum: seen.maximum! }
          : {}),
        trainingMissing: seen.missingCount / rowCount,
      };
    }),
    threshold: task === 'binary' ? 0.4 : null,
    interval: task === 'regression' ? { coverage: 0.9, radius: 1500 } : null,
    learnt: {},
    metrics: run.run.metrics!,
    baseline_metrics: run.run.baseline_metrics!,
    card: {
      training_rows: rowCount,
      held_out_rows: 15,
      training_fingerprint: '0123456789abcdef'.repeat(4),
      converged: true,
      iterations: 12,
      warnings: ['The column | <smoker> does not contribute'],
      decisions: ['Chosen *so*, because it pays.'],
      metric_intervals: { RMSE: { lower: 8, upper: 12 } },
      out_of_fold_metrics: { RMSE: 11 },
    },
    created_at: at,
    card_details: details[task],
  } satisfies ModelVersionEntity;
  return { ...run, version: { row, cardDetails: details[task], onnx } };
}

/** A run that made no version. */
export function deliveredRun(task: Task, changes: Partial<TrainingRunEntity> = {}): DeliveredRun {
  const run: Partial<TrainingRunEntity> = {
    id: '0199f1b2-0000-7000-8000-00000000002a',
    model: 'people-model',
    status: RunStatus.Failed,
    algorithm: 'linear',
    hyperparameters: {},
    seed: 1,
    test_size: 0.2,
    options: {
      split: { method: 'identifier' },
      ...(task === 'binary' ? { calibration: 'auto', threshold: { rule: 'recall', floor: 0.9 } } : {}),
      ...(task === 'regression' ? { interval_coverage: 0.9 } : {}),
    },
    requested_by_kind: 'user',
    requested_by_id: 'u-7',
    requested_by_credential: 'secret-credential',
    created_at: at,
    started_at: new Date(at.getTime() + 1000),
    finished_at: new Date(at.getTime() + 5000),
    n_rows: null,
    trained_algorithm: null,
    model_version: null,
    metrics: null,
    baseline_metrics: null,
    promoted: null,
    promotion_reason: null,
    error: null,
    git_commit: 'c0ffee',
    origin: null,
    ...changes,
  };
  return {
    run: run as TrainingRunEntity,
    model: {
      name: 'people-model',
      origin: 'user',
      description: 'What people want',
      dataset: 'people',
      task,
      target: targets[task],
      features: featureNames,
    },
    dataset: people,
    version: null,
    copy: null,
  };
}

const metrics: Readonly<Record<Task, Record<string, number>>> = {
  regression: { MAE: 8, MSE: 100, RMSE: 10, 'R²': 0.75 },
  binary: { auc: 0.9, log_loss: 0.4 },
  multiclass: { accuracy: 0.8, log_loss: 0.5 },
};

const importances = [
  { feature: 'age', importance: 4, standard_deviation: 0.5 },
  { feature: 'smoker', importance: -0.1, standard_deviation: 0.2 },
];
const shared: ModelCardDetails = {
  permutation_importance: importances,
  contribution_importance: [{ feature: 'age', mean_absolute_contribution: 3 }],
};
const details: Readonly<Record<Task, ModelCardDetails>> = {
  regression: {
    ...shared,
    learning_curve: [
      { iteration: 1, loss: 9, validation_loss: 10 },
      { iteration: 2, loss: 4 },
    ],
    residuals: {
      histogram: [
        { lowest: -10, highest: 0, count: 8 },
        { lowest: 0, highest: 10, count: 7 },
      ],
      by_prediction: [{ count: 15, mean_prediction: 5000, lower: -5, median: 0.5, upper: 6 }],
    },
  },
  binary: {
    ...shared,
    reliability: [
      {
        lowest: 0,
        highest: 0.5,
        count: 8,
        mean_predicted: 0.3,
        observed_rate: 0.25,
        observed_lower: 0.1,
        observed_upper: 0.6,
      },
      {
        lowest: 0.5,
        highest: 1,
        count: 7,
        mean_predicted: 0.8,
        observed_rate: 0.9,
        observed_lower: 0.5,
        observed_upper: 0.98,
      },
    ],
    ranking_curve: [
      { threshold: 0.9, true_positive_rate: 0.4, false_positive_rate: 0, precision: 1 },
      { threshold: 0.4, true_positive_rate: 0.9, false_positive_rate: 0.2, precision: 0.8 },
      { threshold: 0.1, true_positive_rate: 1, false_positive_rate: 1, precision: 0.5 },
    ],
  },
  multiclass: {
    ...shared,
    confusion: [
      [4, 1, 0],
      [0, 5, 0],
      [0, 2, 3],
    ],
    class_metrics: classes.map((name) => ({ class: name, support: 5, precision: 0.8, recall: 0.8, f1: 0.8 })),
  },
};
