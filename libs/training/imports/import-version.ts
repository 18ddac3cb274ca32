import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  Aliases,
  champion,
  importedAlgorithm,
  ModelRegistry,
  ModelVersions,
  type SplitRule,
} from '#libs/models';
import { type ActorReference, Clock, newId, validationFailed } from '#libs/platform';
import { type FitPlan, FitTaskPreparation } from '../fit-task-preparation.js';
import { defaultOptions, type SplitRequest } from '../options/training-options.js';
import type { TrainingRunEntity } from '../runs/training-run.entity.js';
import { StoreOutcome } from '../store-outcome.js';
import { checkInProcess } from './check/check-in-process.js';
import type { ImportOptionsDto } from './dto/import-request.dto.js';
import { importInThread } from './import-in-thread.js';
import type { ImportedFile } from './sources/imported-file.js';

/** What a training holds out when nobody says otherwise. */
const defaultTestSize = 0.2;
/** Of the bootstrap intervals; nothing else here is left to chance. */
const seed = 42;

/** Carries out one import: read our rows, check the file on them, measure, store, pass the gate. */
@Injectable()
export class ImportVersion {
  constructor(
    private readonly models: ModelRegistry,
    private readonly versions: ModelVersions,
    private readonly aliases: Aliases,
    private readonly preparation: FitTaskPreparation,
    private readonly outcome: StoreOutcome,
    private readonly clock: Clock,
  ) {}

  /**
   * A training of the same model may be in progress: whichever of the two stores its version second finds that the
   * champion has moved, and is not promoted on a comparison with the one before.
   * @throws DomainError `model_file_refused`, `training_data_unfit`, `validation_failed`; the signal's reason
   */
  async execute(
    model: string,
    file: ImportedFile,
    { threshold, reason }: ImportOptionsDto,
    actor: ActorReference,
    signal: AbortSignal,
  ): Promise<TrainingRunEntity> {
    const { task: kind } = await this.models.get(model);
    if (threshold !== undefined && kind !== 'binary') {
      const detail = `is for binary models; ${model} is a ${kind} model`;
      throw validationFailed([{ pointer: '/threshold', detail }]);
    }
    const startedAt = this.clock.now();
    const plan = await this.plan(model);
    const task = await this.preparation.prepare(plan);
    const result = await importInThread(
      { ...task, threshold },
      (input, either) => checkInProcess({ ...input, file: file.bytes }, either),
      signal,
    );
    signal.throwIfAborted();
    const origin = { kind: file.kind, uri: file.uri, sha256: digestOf(file.bytes) };
    const started = { ...plan, id: newId(), actor, origin, reason: reason ?? null, startedAt };
    return this.outcome.ofImport(started, task, result);
  }

  /** Like the champion, so that every row that it can be compared on counts. */
  private async plan(model: string): Promise<FitPlan> {
    const version = await this.aliases.versionOf(model, champion);
    const rival = version === undefined ? undefined : await this.versions.get(model, version);
    return {
      model,
      algorithm: importedAlgorithm,
      hyperparameters: {},
      seed,
      test_size: rival?.test_size ?? defaultTestSize,
      options: { split: rival ? requestOf(rival.split) : defaultOptions.split },
    };
  }
}

function requestOf(rule: SplitRule): SplitRequest {
  return rule.method === 'group' || rule.method === 'time'
    ? { method: rule.method, column: rule.column }
    : { method: rule.method };
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
