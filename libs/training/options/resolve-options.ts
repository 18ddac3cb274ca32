import { type DatasetDefinition, splitColumn } from '#libs/datasets';
import type { ModelDefinition } from '#libs/models';
import type { FieldProblem } from '#libs/platform';
import { defaultOptions, type TrainingOptions } from './training-options.js';

/**
 * Fills in what applies to the model's task.
 * @returns the problems, all of them, when an option does not fit the model
 */
export function resolveOptions(
  given: Partial<TrainingOptions>,
  model: ModelDefinition,
  dataset: DatasetDefinition,
): { readonly options: TrainingOptions; readonly problems: readonly FieldProblem[] } {
  const problems: FieldProblem[] = [];
  const onlyFor = (task: string, ...names: (keyof TrainingOptions)[]): void => {
    if (model.task === task) return;
    for (const name of names.filter((candidate) => given[candidate] !== undefined))
      problems.push({
        pointer: `/${name}`,
        detail: `is for ${task} models; ${model.name} is a ${model.task} model`,
      });
  };
  onlyFor('binary', 'calibration', 'threshold');
  onlyFor('regression', 'interval_coverage');
  const split = given.split ?? defaultOptions.split;
  const problem = splitProblem(split, model, dataset);
  if (problem) problems.push(problem);
  return { problems, options: { ...taskOptions(given, model), split } };
}

function taskOptions(
  given: Partial<TrainingOptions>,
  { task, threshold }: ModelDefinition,
): Partial<TrainingOptions> {
  switch (task) {
    case 'regression':
      return { interval_coverage: given.interval_coverage ?? defaultOptions.intervalCoverage };
    case 'binary':
      return {
        calibration: given.calibration ?? defaultOptions.calibration,
        threshold: given.threshold ?? threshold ?? defaultOptions.threshold,
      };
    case 'multiclass':
      return {};
  }
}

function splitProblem(
  split: TrainingOptions['split'],
  model: ModelDefinition,
  dataset: DatasetDefinition,
): FieldProblem | undefined {
  if (split.method === 'identifier') return undefined;
  if (split.method === 'stratified') {
    if (model.task !== 'regression') return undefined;
    return { pointer: '/split/method', detail: 'stratified needs classes; regression has none' };
  }
  if (split.column !== model.target && splitColumn(dataset, split.method, split.column)) return undefined;
  return {
    pointer: '/split/column',
    detail: `is no column of ${dataset.name} that rows can be split by ${split.method} with`,
  };
}
