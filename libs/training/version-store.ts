import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
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
import { RunStopped } from './jobs/run-stopped.js';
import type { TrainingRunEntity } from './runs/training-run.entity.js';
import { DatasetCopyEntity } from './outbox/dataset-copy.entity.js';
import { type ImportedRun, type RunResult, TrainingRuns } from './runs/training-runs.js';

/** Stores what a run made and lets the gate decide. */
@Injectable()
export class VersionStore {
  constructor(
    private readonly database: DataSource,
    private readonly models: ModelRegistry,
    private readonly versions: ModelVersions,
    private readonly aliases: Aliases,
    private readonly runs: TrainingRuns,
  ) {}

  /**
   * Version, alias and end of the run: one transaction, so that a crash leaves all or nothing.
   * @throws RunStopped when the run is no longer this worker's
   */
  async store(run: TrainingRunEntity, task: FitTask, result: FitResult): Promise<void> {
    const actor = {
      kind: run.requested_by_kind,
      id: run.requested_by_id,
      credentialId: run.requested_by_credential,
    };
    await this.database.transaction(async (manager) => {
      const outcome = await this.add(manager, { ...run, actor }, task, result);
      await keepCopy(manager, run, result);
      if (!(await this.runs.succeed(manager, run, outcome))) throw new RunStopped();
    });
  }

  /** The same for a file that somebody else trained: its run begins and ends here. */
  storeImport(run: ImportedRun, task: FitTask, result: FitResult): Promise<TrainingRunEntity> {
    return this.database.transaction(async (manager) =>
      this.runs.recordImport(manager, run, await this.add(manager, run, task, result)),
    );
  }

  /** Version, and the alias when the gate lets it pass. */
  private async add(
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
    return passGate(task.task, result, gate);
  }
}

/** The dataset goes on changing: what MLflow is told of it has to be kept now. */
async function keepCopy(
  manager: EntityManager,
  { id }: TrainingRunEntity,
  { copiedRows }: FitResult,
): Promise<void> {
  if (copiedRows === null) return;
  await manager.insert(DatasetCopyEntity, {
    training_run_id: id,
    row_count: copiedRows.rowCount,
    csv_gzip: Buffer.from(copiedRows.csvGzip),
  });
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
