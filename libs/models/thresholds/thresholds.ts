import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AdministrativeEvents } from '#libs/audit';
import { type ActorReference, Clock, DomainError, newId, validationFailed } from '#libs/platform';
import { ModelVersionEntity } from '../versions/model-version.entity.js';
import { ThresholdOverrideEntity } from './threshold-override.entity.js';

/** Sent at commit, with the model's name, to every process that serves. */
export const thresholdChannel = 'model_thresholds';

export interface ThresholdOverride {
  readonly model: string;
  readonly version: number;
  readonly threshold: number;
  readonly reason: string;
  readonly actor: ActorReference;
}

type Trained = Pick<ModelVersionEntity, 'model' | 'version' | 'threshold'>;

/**
 * From which probability on versions answer 1: as trained, until somebody decides otherwise. A version's row keeps what
 * was trained, which is what its metrics, the gate and its file speak of.
 */
@Injectable()
export class Thresholds {
  constructor(
    private readonly database: DataSource,
    private readonly events: AdministrativeEvents,
    private readonly clock: Clock,
  ) {}

  /** Null: the version has none, as it does not answer yes or no. */
  async inForce({ model, version, threshold }: Trained): Promise<number | null> {
    const [latest] = await this.latest(this.database.manager, model, version, 1);
    return latest?.to_threshold ?? threshold;
  }

  /** By version; versions that were never overridden are not among them. */
  async overridden(model: string): Promise<ReadonlyMap<number, number>> {
    const rows = await this.database.query<{ version: number; to_threshold: number }[]>(
      `SELECT DISTINCT ON (version) version, to_threshold FROM threshold_overrides
       WHERE model = $1 ORDER BY version, position DESC`,
      [model],
    );
    return new Map(rows.map(({ version, to_threshold: threshold }) => [version, threshold]));
  }

  /** The latest first. */
  history(model: string, version: number, limit: number): Promise<ThresholdOverrideEntity[]> {
    return this.latest(this.database.manager, model, version, limit);
  }

  /**
   * A threshold that is in force already records nothing.
   * @throws DomainError `version_not_found`; `validation_failed` for a version that does not answer yes or no
   */
  override(override: ThresholdOverride): Promise<void> {
    return this.database.transaction((manager) => this.overrideWithin(manager, override));
  }

  /** As `override`, in a transaction of the caller's. */
  async overrideWithin(
    manager: EntityManager,
    { model, version, threshold, reason, actor }: ThresholdOverride,
  ): Promise<void> {
    // Serialises overrides of one model: each records the threshold that it really replaced.
    await manager.query('SELECT 1 FROM models WHERE name = $1 FOR NO KEY UPDATE', [model]);
    const row = await manager.findOneBy(ModelVersionEntity, { model, version });
    if (!row) {
      throw new DomainError(
        'version_not_found',
        'The model has no such version; GET /models/{model}/versions lists them.',
      );
    }
    const [latest] = await this.latest(manager, model, version, 1);
    const from = latest?.to_threshold ?? row.threshold;
    if (row.task !== 'binary' || from === null) {
      const detail = `${model} does not answer yes or no (its task is ${row.task}), so it has no threshold`;
      throw validationFailed([{ pointer: '/threshold', detail }]);
    }
    if (from === threshold) return;
    await manager.insert(ThresholdOverrideEntity, {
      id: newId(),
      model,
      version,
      position: (latest?.position ?? 0) + 1,
      overridden_at: this.clock.now(),
      from_threshold: from,
      to_threshold: threshold,
      reason,
      actor_kind: actor.kind,
      actor_id: actor.id,
    });
    const details = { version, from_threshold: from, to_threshold: threshold, reason };
    await this.events.record(
      { action: 'threshold.overridden', actor, subject: { kind: 'model', id: model }, details },
      manager,
    );
    await manager.query('SELECT pg_notify($1, $2)', [thresholdChannel, model]);
  }

  private latest(
    manager: EntityManager,
    model: string,
    version: number,
    take: number,
  ): Promise<ThresholdOverrideEntity[]> {
    return manager.find(ThresholdOverrideEntity, {
      where: { model, version },
      order: { position: 'DESC' },
      take,
    });
  }
}
