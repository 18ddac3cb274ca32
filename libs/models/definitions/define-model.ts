import { Injectable } from '@nestjs/common';
import { type DatasetColumn, type DatasetDefinition, DatasetReader } from '#libs/datasets';
import { outputNames } from '#libs/ml';
import { DomainError, type FieldProblem, validationFailed } from '#libs/platform';
import { Task } from '../dto/model-params.dto.js';
import { GatePromotion, type NewModelDto } from '../dto/new-model.dto.js';
import type { ModelDefinition } from '../model-definition.js';
import { chooseDerived } from './choose-derived.js';
import { chooseFeatures, noSuchColumn } from './choose-features.js';
import { mostClasses } from './choose-positive-class.js';
import { type AskedTask, chooseTask } from './choose-task.js';
import { LabelValues } from './label-values.js';

/** A definition and what of it nobody told. */
export interface DefinedModel {
  readonly definition: ModelDefinition;
  readonly inferred: readonly string[];
}

/** Makes of what a caller asks for a model that can be trained, or says everything that is in the way. */
@Injectable()
export class DefineModel {
  constructor(
    private readonly reader: DatasetReader,
    private readonly labels: LabelValues,
  ) {}

  /** @throws DomainError `validation_failed` with every problem; `dataset_unfit` for a relation without the columns */
  async execute(body: NewModelDto, dataset: DatasetDefinition): Promise<DefinedModel> {
    const target = this.target(body, dataset);
    await this.requireColumns(dataset, [target]);
    const values = await this.labels.of(dataset, target, mostClasses);
    const task = chooseTask(askedTask(body, dataset, target), target, values);
    const features = chooseFeatures(dataset, {
      target: target.name,
      features: body.features?.map(canonical),
      excluded: body.excluded?.map(canonical),
      sensitive_features: body.sensitive_features?.map(canonical),
      answers: 'task' in task ? outputNames(task.task, task.task === 'multiclass' ? values : []) : [],
    });
    if ('features' in features) await this.requireColumns(dataset, features.features);
    const derived =
      'features' in features
        ? chooseDerived(dataset.derived ?? [], body.derived ?? [], features.features)
        : undefined;
    const problems: FieldProblem[] = [
      ...('features' in features ? [] : features),
      ...('task' in task ? [] : [task]),
      ...(derived && !('derived' in derived) ? derived : []),
      ...('task' in task ? policyProblems(body, task.task) : []),
    ];
    if (
      problems.length > 0 ||
      !('features' in features) ||
      !('task' in task) ||
      !derived ||
      !('derived' in derived)
    )
      throw validationFailed(problems);
    return {
      definition: {
        name: body.name,
        origin: 'user',
        description: body.description ?? `${target.name} of ${dataset.name}`,
        dataset: dataset.name,
        task: task.task,
        target: target.name,
        ...(task.positiveClass === undefined ? {} : { positiveClass: task.positiveClass }),
        features: features.features.map(({ name }) => name),
        sensitiveFeatures: features.sensitiveFeatures,
        derived: derived.derived,
        ...(body.threshold ? { threshold: { ...body.threshold } } : {}),
        ...(body.gate ? { gate: { ...body.gate } } : {}),
      },
      inferred: [
        ...(body.target === undefined ? [`target is ${JSON.stringify(target.name)}: the dataset's own`] : []),
        ...task.inferred,
        ...features.inferred,
        ...derived.inferred,
      ],
    };
  }

  private target(body: NewModelDto, dataset: DatasetDefinition): DatasetColumn {
    const pointer = '/target';
    const name = body.target === undefined ? dataset.target : canonical(body.target);
    if (name === undefined)
      throw validationFailed([{ pointer, detail: `is required: ${dataset.name} has no target of its own` }]);
    const column = dataset.columns.find((candidate) => candidate.name === name);
    if (!column) throw validationFailed([{ pointer, detail: noSuchColumn(dataset, name) }]);
    if (name === dataset.identifier)
      throw validationFailed([
        { pointer, detail: 'names the rows; nothing about them can be learned from it' },
      ]);
    return column;
  }

  private async requireColumns(dataset: DatasetDefinition, columns: readonly DatasetColumn[]): Promise<void> {
    const missing = await this.reader.missingColumns(
      dataset,
      columns.map(({ name }) => name),
    );
    if (missing.length === 0) return;
    throw new DomainError(
      'dataset_unfit',
      'The relation of the dataset no longer has these columns; see errors.',
      {
        problems: missing.map((pointer) => ({
          pointer,
          detail: `${dataset.name} has no such column any more`,
        })),
      },
    );
  }
}

/** Whose probability is answered may be the dataset's word too, unless the model is of another kind. */
function askedTask(body: NewModelDto, dataset: DatasetDefinition, target: DatasetColumn): AskedTask {
  const { task, positive_class: told } = body;
  const isOfDataset = target.name === dataset.target && (task === undefined || task === Task.Binary);
  return { task, positiveClass: told ?? (isOfDataset ? dataset.positiveClass : undefined) };
}

/** Names are stored in the composed form; a caller's keyboard may decompose accents. */
const canonical = (name: string): string => name.normalize('NFC');

function policyProblems({ threshold, gate }: NewModelDto, task: ModelDefinition['task']): FieldProblem[] {
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
