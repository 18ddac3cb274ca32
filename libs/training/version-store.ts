import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type DatasetColumn, mayBeMissing } from '#libs/datasets';
import type { FittedFeature } from '#libs/ml';
import {
  Aliases,
  champion,
  type FeatureSchema,
  type ModelDefinition,
  ModelRegistry,
  ModelVersions,
} from '#libs/models';
import type { FitResult, FitTask } from './fit/fit-task.js';
import { type GateDecision, overtaken, passGate } from './gate.js';
import type { ImportedRun } from './runs/imported-runs.js';
import type { RunResult } from './runs/training-runs.js';

/** Stores the version that a run made and lets the gate decide. */
@Injectable()
export class VersionStore {
  constructor(
    private readonly models: ModelRegistry,
    private readonly versions: ModelVersions,
    private readonly aliases: Aliases,
  ) {}

  /** Version, and the alias when the gate lets it pass, within the caller's transaction. */
  async add(
    manager: EntityManager,
    run: Pick<ImportedRun, 'id' | 'model' | 'seed' | 'test_size' | 'actor'>,
    task: FitTask,
    result: FitResult,
  ): Promise<RunResult> {
    const model = await this.models.get(run.model);
    const { version } = await this.versions.add(
      manager,
      {
        model: run.model,
        training_run_id: run.id,
        task: task.task,
        algorithm: result.algorithm,
        hyperparameters: { ...result.hyperparameters },
        seed: run.seed,
        test_size: run.test_size,
        split: result.split,
        classes: result.classes.length > 0 ? [...result.classes] : null,
        features: result.features.map((feature) =>
          featureSchema(task.declared, feature, result.trainingRows),
        ),
        learnt: result.learnt,
        threshold: result.threshold,
        interval: result.interval,
        metrics: { ...result.metrics },
        baseline_metrics: { ...result.baselineMetrics },
        card: result.card,
        card_details: result.cardDetails,
      },
      result.onnx,
      result.seenRows,
    );
    const gate = await this.gate(manager, model, task, result);
    if (gate.promoted) {
      await this.aliases.moveWithin(manager, {
        model: run.model,
        alias: champion,
        version,
        reason: gate.reason,
        actor: run.actor,
        trainingRunId: run.id,
      });
    }
    return {
      n_rows: result.trainingRows + result.heldOutRows,
      trained_algorithm: result.algorithm,
      model_version: version,
      metrics: { ...result.metrics },
      baseline_metrics: { ...result.baselineMetrics },
      promoted: gate.promoted,
      promotion_reason: gate.reason,
    };
  }

  /** Within the transaction that stored the version, which keeps others from moving the alias. */
  private async gate(
    manager: EntityManager,
    { name, gate }: ModelDefinition,
    task: FitTask,
    result: FitResult,
  ): Promise<GateDecision> {
    const serving = await this.aliases.versionOf(name, champion, manager);
    if (serving !== task.champion?.version) return overtaken(serving);
    return passGate(result, gate);
  }
}

function featureSchema(
  columns: readonly DatasetColumn[],
  fitted: FittedFeature,
  trainingRows: number,
): FeatureSchema {
  const column = columns.find(({ name }) => name === fitted.name)!;
  const { allowedValues: _allowed, sensitive: _sensitive, excluded: _excluded, ...declared } = column;
  return {
    ...declared,
    nullable: mayBeMissing(column),
    ...(fitted.categories ? { categories: fitted.categories } : {}),
    ...(fitted.kind === 'numeric' && fitted.minimum !== undefined ? { trainingMinimum: fitted.minimum } : {}),
    ...(fitted.kind === 'numeric' && fitted.maximum !== undefined ? { trainingMaximum: fitted.maximum } : {}),
    trainingMissing: fitted.missingCount / trainingRows,
  };
}
