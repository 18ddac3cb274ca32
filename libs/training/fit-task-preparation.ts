import { Injectable } from '@nestjs/common';
import { type DatabaseOptions, threadConnection } from '#libs/database';
import {
  columnOf,
  type DatasetDefinition,
  DatasetReader,
  featureColumn,
  snapshotQuery,
  splitColumn,
  type SplitSource,
  type TargetSource,
} from '#libs/datasets';
import { Aliases, champion, type ModelDefinition, ModelRegistry, ModelVersions } from '#libs/models';
import type { Champion, FitTask } from './fit/fit-task.js';
import { unfit } from './fit/run-in-thread.js';
import { splitKey } from './fit/training-rows.js';
import type { TrainingRunEntity } from './runs/training-run.entity.js';

export interface FitSettings {
  readonly database: Pick<DatabaseOptions, 'url' | 'role'>;
  /** That a fit may use at once. */
  readonly threads: number;
  /** Kept for MLflow, at most; 0: none. */
  readonly copiedRows: number;
}

/** What of a run decides what is read and how it is split. */
export type FitPlan = Pick<
  TrainingRunEntity,
  'model' | 'algorithm' | 'hyperparameters' | 'options' | 'seed' | 'test_size'
>;

/** Gathers what a fit needs: the query for its rows, its choices, and the champion to compare with. */
@Injectable()
export class FitTaskPreparation {
  constructor(
    private readonly models: ModelRegistry,
    private readonly reader: DatasetReader,
    private readonly versions: ModelVersions,
    private readonly aliases: Aliases,
    private readonly settings: FitSettings,
  ) {}

  /** @throws DomainError `training_data_unfit`, naming the columns that the relation does not have */
  async prepare(run: FitPlan): Promise<FitTask> {
    const model = await this.models.get(run.model);
    const dataset = await this.models.presentDatasetOf(model);
    const { split } = run.options;
    const named = 'column' in split ? [split.column] : [];
    const missing = await this.reader.missingColumns(dataset, [...model.features, model.target, ...named]);
    if (missing.length > 0) {
      throw unfit(
        missing.map((field) => ({ field, detail: `the relation ${dataset.relation} has no such column` })),
      );
    }
    const rival = await this.champion(model);
    const splits = await this.splitSources(dataset, [split, ...(rival ? [rival.split] : [])]);
    const declared = model.features.map((name) => columnOf(dataset, name));
    return {
      task: model.task,
      algorithm: run.algorithm,
      hyperparameters: run.hyperparameters,
      options: run.options,
      seed: run.seed,
      testSize: run.test_size,
      threads: this.settings.threads,
      source: {
        connection: threadConnection(this.settings.database.url, this.settings.database.role),
        query: snapshotQuery(dataset, model.features, targetOf(model), splits),
      },
      features: declared.map(featureColumn),
      declared,
      derived: model.derived ?? [],
      datasetName: dataset.name,
      targetName: model.target,
      ...positiveOf(model),
      metadata: {
        'veridict.model': model.name,
        'veridict.target': model.target,
        'veridict.dataset': dataset.name,
      },
      champion: rival,
      copy: { mostRows: this.settings.copiedRows, columns: shownColumns(dataset, model) },
    };
  }

  private async champion(model: ModelDefinition): Promise<Champion | null> {
    const version = await this.aliases.versionOf(model.name, champion);
    if (version === undefined) return null;
    const row = await this.versions.get(model.name, version);
    return {
      version,
      onnx: await this.versions.artefact(row.artefact_sha256),
      testSize: row.test_size,
      split: row.split,
      threshold: row.threshold,
      classes: row.classes ?? [],
      hyperparameters: row.hyperparameters,
    };
  }

  /** The columns that the rules read; a champion's may be gone, and it then cannot be compared with. */
  private async splitSources(
    dataset: DatasetDefinition,
    rules: readonly { readonly method: string; readonly column?: string }[],
  ): Promise<SplitSource[]> {
    const sources = new Map<string, SplitSource>();
    for (const { method, column } of rules) {
      if (column === undefined || (method !== 'group' && method !== 'time')) continue;
      const as = splitColumn(dataset, method, column);
      if (!as || (await this.reader.missingColumns(dataset, [column])).length > 0) continue;
      const name = splitKey(method, column);
      sources.set(name, { name, source: column, as });
    }
    return [...sources.values()];
  }
}

/** What a model learns of the sensitive stays out of the copy, though the model was told to learn from it. */
function shownColumns(dataset: DatasetDefinition, { features, target }: ModelDefinition): string[] {
  return [...features, target].filter(
    (name) => name !== dataset.identifier && !columnOf(dataset, name).sensitive,
  );
}

function targetOf({ target, positiveClass, task }: ModelDefinition): TargetSource {
  return { name: target, isClass: task === 'multiclass' || positiveClass !== undefined };
}

function positiveOf({ positiveClass, isAgainstRest }: ModelDefinition): Pick<FitTask, 'positive'> {
  if (positiveClass === undefined) return {};
  return { positive: { name: positiveClass, isAgainstRest: isAgainstRest ?? false } };
}
