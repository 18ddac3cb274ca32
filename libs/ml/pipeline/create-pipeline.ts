import type { Estimator, FitOptions, FittedModel, TrainingData } from '../estimator.js';
import { checkTrainingData } from '../table/check-training-data.js';
import { describeFeature } from '../table/describe-feature.js';
import { FittedPipeline } from './fitted-pipeline.js';
import { columnWarnings } from './informative-columns.js';
import { ModelColumns } from './model-columns.js';
import type { Family } from './score-model.js';

/** An estimator from a family of score models: what all families have in common is around it. */
export function createPipeline(family: Family): Estimator {
  const { algorithm, task, hyperparameters } = family;
  return {
    algorithm,
    task,
    hyperparameters,
    fit: (training, options) => fitPipeline(family, training, options),
  };
}

function fitPipeline(family: Family, training: TrainingData, options: FitOptions): FittedModel {
  checkTrainingData(training, family.task);
  const { target, sampleWeight, derived = [] } = training;
  const modelColumns = ModelColumns.learn(training.features, derived, training.table);
  const { columns } = modelColumns;
  const table = modelColumns.derive(training.table);
  const described = columns.map((column) => describeFeature(column, table));
  const warnings = columnWarnings(described, table.rowCount);
  const classes = training.classes ?? [];
  const classCount = family.task === 'multiclass' ? classes.length : family.task === 'binary' ? 2 : 0;
  const fitted = family.fit({ columns, table, target, classCount, classes, sampleWeight }, options);
  return new FittedPipeline({
    algorithm: family.algorithm,
    task: family.task,
    hyperparameters: family.hyperparameters,
    features: training.features.map((feature) => describeFeature(feature, table)),
    derived,
    modelColumns,
    classes,
    warnings: [...warnings, ...fitted.warnings],
    report: fitted.report,
    link: fitted.link,
    scoreModel: fitted.scoreModel,
    coefficients: fitted.coefficients,
    splitImportance: fitted.splitImportance,
  });
}
