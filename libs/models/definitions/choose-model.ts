import type { DatasetColumn, DatasetDefinition } from '#libs/datasets';
import { outputNames } from '#libs/ml';
import { type FieldProblem, validationFailed } from '#libs/platform';
import { Task } from '../dto/model-params.dto.js';
import { GatePromotion, type NewModelDto } from '../dto/new-model.dto.js';
import { canonicalName } from './canonical-name.js';
import { chooseDerived, type ChosenDerived } from './choose-derived.js';
import { chooseFeatures, type ChosenFeatures } from './choose-features.js';
import { type AskedTask, chooseTask, type ChosenTask } from './choose-task.js';
import { FoundProblems } from './found-problems.js';

export interface ChosenModel {
  readonly task: ChosenTask;
  readonly features: ChosenFeatures;
  readonly derived: ChosenDerived;
}

/**
 * Task, features and derived features of a model, as it is asked for or as its dataset suggests.
 *
 * @param values of the target, as names of classes
 * @throws DomainError `validation_failed` with every problem
 */
export function chooseModel(
  body: NewModelDto,
  dataset: DatasetDefinition,
  target: DatasetColumn,
  values: readonly string[],
): ChosenModel {
  const problems = new FoundProblems();
  const task = problems.chosen(chooseTask(askedTask(body, dataset, target), target, values));
  const features = problems.chosen(
    chooseFeatures(dataset, {
      target: target.name,
      features: body.features?.map(canonicalName),
      excluded: body.excluded?.map(canonicalName),
      sensitive_features: body.sensitive_features?.map(canonicalName),
      answers: task ? outputNames(task.task, task.task === 'multiclass' ? values : []) : [],
    }),
  );
  const derived =
    features && problems.chosen(chooseDerived(dataset.derived ?? [], body.derived ?? [], features.features));
  if (task) problems.add(policyProblems(body, task.task));
  if (!task || !features || !derived || problems.all.length > 0) throw validationFailed(problems.all);
  return { task, features, derived };
}

/** Whose probability is answered may be the dataset's word too, unless the model is of another kind. */
function askedTask(body: NewModelDto, dataset: DatasetDefinition, target: DatasetColumn): AskedTask {
  const { task, positive_class: told } = body;
  const isOfDataset = target.name === dataset.target && (task === undefined || task === Task.Binary);
  return { task, positiveClass: told ?? (isOfDataset ? dataset.positiveClass : undefined) };
}

function policyProblems({ threshold, gate }: NewModelDto, task: ChosenTask['task']): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (threshold && task !== 'binary')
    problems.push({ pointer: '/threshold', detail: `is for binary models; this is a ${task} model` });
  if (gate?.promotion === GatePromotion.Manual && gate.minimum_improvement > 0)
    problems.push({
      pointer: '/gate/minimum_improvement',
      detail: 'has no effect where promotion is manual; leave it out',
    });
  return problems;
}
