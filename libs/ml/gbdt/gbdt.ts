import type { Estimator, FitOptions, Task } from '../estimator.js';
import type { Hyperparameters } from '../hyperparameters.js';
import { createPipeline } from '../pipeline/create-pipeline.js';
import type { FamilyData, FamilyFit } from '../pipeline/score-model.js';
import { EnsembleModel } from './ensemble/ensemble-model.js';
import { fitEnsemble } from './fit-ensemble.js';
import { objectiveOf } from './objective.js';

/** Gradient boosted trees; see `fitEnsemble` for the method and its refusals. */
export function createGbdt(task: Task, hyperparameters: Hyperparameters): Estimator {
  return createPipeline({
    algorithm: 'gbdt',
    task,
    hyperparameters: hyperparameters.values,
    fit: (data, options) => fitGbdt(task, hyperparameters, data, options),
  });
}

function fitGbdt(
  task: Task,
  hyperparameters: Hyperparameters,
  data: FamilyData,
  options: FitOptions,
): FamilyFit {
  const { ensemble, warnings, report, splitImportance } = fitEnsemble(task, hyperparameters, data, options);
  return {
    scoreModel: new EnsembleModel(data.columns, ensemble),
    link: objectiveOf(task, hyperparameters).link,
    warnings,
    report,
    splitImportance,
  };
}
