import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AdministrativeEvents } from '#libs/audit';
import { columnOf } from '#libs/datasets';
import { LiveModels, type ModelDefinition, type ReasonCode } from '#libs/models';
import { type ActorReference, Clock, newId, validationFailed } from '#libs/platform';
import { DecidingModels } from '../deciding-models.js';
import { defaultDictionary } from './default-dictionary.js';
import { dictionaryProblems } from './dictionary-problems.js';
import { ReasonDictionaryEntity } from './reason-dictionary.entity.js';

export interface DictionaryInForce {
  /** 0: as the model declares, or the dataset describes, its features. */
  readonly version: number;
  /** Every feature that can be named has an entry for both directions. */
  readonly reasons: readonly ReasonCode[];
}

/** What features are called as reasons. Read for each score card, so that every process uses the latest at once. */
@Injectable()
export class ReasonDictionaries {
  constructor(
    private readonly database: DataSource,
    private readonly models: DecidingModels,
    private readonly live: LiveModels,
    private readonly events: AdministrativeEvents,
    private readonly clock: Clock,
  ) {}

  async inForce(
    model: ModelDefinition,
    manager: EntityManager = this.database.manager,
  ): Promise<DictionaryInForce> {
    const [latest] = await this.latest(manager, model.name, 1);
    // A version that was trained later may have features that the dictionary does not know.
    const reasons = latest ? latest.reasons : (model.reasons ?? []);
    return { version: latest?.position ?? 0, reasons: this.completed(model, reasons) };
  }

  /** The latest first, without version 0. */
  versions(model: ModelDefinition, limit: number): Promise<ReasonDictionaryEntity[]> {
    return this.latest(this.database.manager, model.name, limit);
  }

  /**
   * What is in force already records nothing.
   * @throws DomainError `validation_failed` with what is missing, unknown, protected or said twice
   */
  async change(
    model: ModelDefinition,
    reasons: readonly ReasonCode[],
    reason: string,
    actor: ActorReference,
  ): Promise<void> {
    const nameable = this.nameable(model);
    const problems = dictionaryProblems(reasons, nameable, this.models.protectedColumns(model));
    if (problems.length > 0) throw validationFailed(problems);
    await this.database.transaction(async (manager) => {
      await manager.query('SELECT 1 FROM models WHERE name = $1 FOR NO KEY UPDATE', [model.name]);
      const before = await this.inForce(model, manager);
      if (isDeepStrictEqual(before.reasons, reasons)) return;
      const version = before.version + 1;
      await manager.insert(ReasonDictionaryEntity, {
        id: newId(),
        model: model.name,
        position: version,
        changed_at: this.clock.now(),
        reasons: [...reasons],
        reason,
        actor_kind: actor.kind,
        actor_id: actor.id,
      });
      await this.events.record(
        {
          action: 'reason_codes.changed',
          actor,
          subject: { kind: 'model', id: model.name },
          details: { dictionary_version: version, entries: reasons.length, reason },
        },
        manager,
      );
    });
  }

  private completed(model: ModelDefinition, reasons: readonly ReasonCode[]): readonly ReasonCode[] {
    const dataset = this.models.datasetOf(model);
    return defaultDictionary(
      reasons,
      this.nameable(model).map((name) => columnOf(dataset, name)),
    );
  }

  /** Of what the model is declared with and what its champion uses. */
  private nameable(model: ModelDefinition): string[] {
    const { features } = model;
    const served = this.live.isLoaded(model.name)
      ? this.live.champion(model.name).row.features.map(({ name }) => name)
      : [];
    const hidden = this.models.protectedColumns(model);
    const known = new Set(this.models.datasetOf(model).columns.map(({ name }) => name));
    return [...new Set([...features, ...served])].filter((name) => known.has(name) && !hidden.has(name));
  }

  private latest(manager: EntityManager, model: string, take: number): Promise<ReasonDictionaryEntity[]> {
    return manager.find(ReasonDictionaryEntity, { where: { model }, order: { position: 'DESC' }, take });
  }
}
