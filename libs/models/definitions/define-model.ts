import { Injectable } from '@nestjs/common';
import { type DatasetColumn, type DatasetDefinition, DatasetReader } from '#libs/datasets';
import { DomainError, validationFailed } from '#libs/platform';
import type { NewModelDto } from '../dto/new-model.dto.js';
import type { ModelDefinition } from '../model-definition.js';
import { canonicalName } from './canonical-name.js';
import { noSuchColumn } from './choose-features.js';
import { chooseModel, type ChosenModel } from './choose-model.js';
import { mostClasses } from './choose-positive-class.js';
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
    const chosen = chooseModel(body, dataset, target, values);
    await this.requireColumns(dataset, chosen.features.features);
    return {
      definition: definitionOf(body, dataset, target, chosen),
      inferred: [
        ...(body.target === undefined ? [`target is ${JSON.stringify(target.name)}: the dataset's own`] : []),
        ...chosen.task.inferred,
        ...chosen.features.inferred,
        ...chosen.derived.inferred,
      ],
    };
  }

  private target(body: NewModelDto, dataset: DatasetDefinition): DatasetColumn {
    const pointer = '/target';
    const name = body.target === undefined ? dataset.target : canonicalName(body.target);
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

function definitionOf(
  { name, description, threshold, gate }: NewModelDto,
  dataset: DatasetDefinition,
  target: DatasetColumn,
  { task, features, derived }: ChosenModel,
): ModelDefinition {
  return {
    name,
    origin: 'user',
    description: description ?? `${target.name} of ${dataset.name}`,
    dataset: dataset.name,
    task: task.task,
    target: target.name,
    ...(task.positiveClass === undefined ? {} : { positiveClass: task.positiveClass }),
    ...(task.isAgainstRest ? { isAgainstRest: true } : {}),
    features: features.features.map((column) => column.name),
    sensitiveFeatures: features.sensitiveFeatures,
    derived: derived.derived,
    ...(threshold ? { threshold: { ...threshold } } : {}),
    ...(gate ? { gate: { ...gate } } : {}),
  };
}
