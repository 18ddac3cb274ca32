import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { columnOf, type DatasetDefinition, DatasetReader } from '#libs/datasets';
import type { FeatureColumn, FittedFeature } from '#libs/ml';
import {
  Aliases,
  champion,
  type FeatureSchema,
  type ModelDefinition,
  ModelRegistry,
  ModelVersions,
} from '#libs/models';
import { RunStopped } from './jobs/run-stopped.js';
import type { FitResult, FitTask } from './fit/fit-task.js';
import { type FitProgressMessage, fitInThread, unfit } from './fit/run-in-thread.js';
import { type GateDecision, overtaken, passGate } from './gate.js';
import type { TrainingRunEntity } from './runs/training-run.entity.js';
import { TrainingRuns } from './runs/training-runs.js';

/** Progress is written at most this often, milliseconds. */
const progressIntervalMs = 250;

/** Carries out one training run: read, fit, measure, store, pass the gate. */
@Injectable()
export class TrainVersion {
  constructor(
    private readonly database: DataSource,
    private readonly models: ModelRegistry,
    private readonly reader: DatasetReader,
    private readonly versions: ModelVersions,
    private readonly aliases: Aliases,
    private readonly runs: TrainingRuns,
  ) {}

  async execute(run: TrainingRunEntity, signal: AbortSignal): Promise<void> {
    const model = this.models.get(run.model);
    const task = await this.prepare(run, model);
    const result = await fitInThread(task, signal, this.progressOf(run));
    signal.throwIfAborted();
    await this.runs.report(run, { phase: 'storing' });
    await this.store(run, model, task, result);
  }

  private async prepare(run: TrainingRunEntity, model: ModelDefinition): Promise<FitTask> {
    const dataset = this.models.datasetOf(model);
    const missing = await this.reader.missingColumns(dataset, [...model.features, model.target]);
    if (missing.length > 0) {
      throw unfit(
        missing.map((field) => ({ field, detail: `the relation ${dataset.relation} has no such column` })),
      );
    }
    const rows = await this.reader.read(dataset, model.features, model.target);
    if (rows.identifiers.length === 0) {
      throw unfit([
        { field: model.target, detail: `no row of ${dataset.name} has a value: add or import rows first` },
      ]);
    }
    return {
      task: model.task,
      algorithm: run.algorithm,
      hyperparameters: run.hyperparameters,
      seed: run.seed,
      testSize: run.test_size,
      features: model.features.map((name) => featureColumn(dataset, name)),
      identifiers: rows.identifiers,
      columns: rows.columns,
      target: rows.target,
      targetName: model.target,
      metadata: {
        'veridict.model': model.name,
        'veridict.target': model.target,
        'veridict.dataset': dataset.name,
      },
      champion: await this.champion(model),
    };
  }

  private async champion(model: ModelDefinition): Promise<FitTask['champion']> {
    const version = await this.aliases.versionOf(model.name, champion);
    if (version === undefined) return null;
    const row = await this.versions.get(model.name, version);
    return {
      version,
      onnx: await this.versions.artefact(row.artefact_sha256),
      testSize: row.test_size,
      threshold: row.threshold,
    };
  }

  private progressOf(run: TrainingRunEntity): (message: FitProgressMessage) => void {
    let lastAt = 0;
    let lastPhase = '';
    return ({ type: _type, ...progress }) => {
      const now = performance.now();
      if (progress.phase === lastPhase && now - lastAt < progressIntervalMs) return;
      lastAt = now;
      lastPhase = progress.phase;
      // A lost progress report harms nobody: the next one carries the present state.
      this.runs.report(run, progress).catch(() => undefined);
    };
  }

  /** Version, alias and end of the run: one transaction, so that a crash leaves all or nothing. */
  private async store(
    run: TrainingRunEntity,
    model: ModelDefinition,
    task: FitTask,
    result: FitResult,
  ): Promise<void> {
    const dataset = this.models.datasetOf(model);
    await this.database.transaction(async (manager) => {
      const version = await this.versions.add(
        manager,
        {
          model: model.name,
          training_run_id: run.id,
          task: model.task,
          algorithm: run.algorithm,
          hyperparameters: { ...result.hyperparameters },
          seed: run.seed,
          test_size: run.test_size,
          features: result.features.map((feature) => featureSchema(dataset, feature, result.trainingRows)),
          threshold: result.threshold,
          metrics: { ...result.metrics },
          baseline_metrics: { ...result.baselineMetrics },
          card: {
            training_rows: result.trainingRows,
            held_out_rows: result.heldOutRows,
            training_fingerprint: result.trainingFingerprint,
            converged: result.report.converged,
            iterations: result.report.iterations,
            warnings: result.warnings,
            coefficients: result.coefficients?.terms ?? [],
            intercept: result.coefficients?.intercepts[0] ?? 0,
          },
        },
        result.onnx,
      );
      const gate = await this.gate(manager, model, task, result);
      if (gate.promoted) {
        await this.aliases.moveWithin(manager, {
          model: model.name,
          alias: champion,
          version: version.version,
          reason: gate.reason,
          actor: {
            kind: run.requested_by_kind,
            id: run.requested_by_id,
            credentialId: run.requested_by_credential,
          },
          trainingRunId: run.id,
        });
      }
      const mine = await this.runs.succeed(manager, run, {
        n_rows: result.trainingRows + result.heldOutRows,
        model_version: version.version,
        metrics: { ...result.metrics },
        baseline_metrics: { ...result.baselineMetrics },
        promoted: gate.promoted,
        promotion_reason: gate.reason,
      });
      if (!mine) throw new RunStopped();
    });
  }

  /** Within the transaction that stored the version, which keeps others from moving the alias. */
  private async gate(
    manager: EntityManager,
    model: ModelDefinition,
    task: FitTask,
    result: FitResult,
  ): Promise<GateDecision> {
    const serving = await this.aliases.versionOf(model.name, champion, manager);
    if (serving !== task.champion?.version) return overtaken(serving);
    return passGate(model.task, result);
  }
}

function featureColumn(dataset: DatasetDefinition, name: string): FeatureColumn {
  const { kind, nullable, optional } = columnOf(dataset, name);
  return { name, kind, nullable: nullable || optional };
}

function featureSchema(
  dataset: DatasetDefinition,
  fitted: FittedFeature,
  trainingRows: number,
): FeatureSchema {
  const { allowedValues: _allowed, sensitive: _sensitive, ...declared } = columnOf(dataset, fitted.name);
  return {
    ...declared,
    ...(fitted.categories ? { categories: fitted.categories } : {}),
    ...(fitted.kind === 'numeric' && fitted.minimum !== undefined ? { trainingMinimum: fitted.minimum } : {}),
    ...(fitted.kind === 'numeric' && fitted.maximum !== undefined ? { trainingMaximum: fitted.maximum } : {}),
    trainingMissing: fitted.missingCount / trainingRows,
  };
}
