import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AdministrativeEvents } from '#libs/audit';
import { type ActorReference, Clock, DomainError, newId } from '#libs/platform';
import { ModelVersionEntity } from '../versions/model-version.entity.js';
import { AliasMoveEntity } from './alias-move.entity.js';
import { ModelAliasEntity } from './model-alias.entity.js';

/** Sent at commit, with the model's name, to every process that serves. */
export const aliasChannel = 'model_aliases';

export const champion = 'champion';

export interface AliasMove {
  readonly model: string;
  readonly alias: string;
  readonly version: number;
  readonly reason: string;
  readonly actor: ActorReference;
  readonly trainingRunId?: string;
}

/** Aliases and the record of their moves. */
@Injectable()
export class Aliases {
  constructor(
    private readonly database: DataSource,
    private readonly events: AdministrativeEvents,
    private readonly clock: Clock,
  ) {}

  list(model: string): Promise<ModelAliasEntity[]> {
    return this.database.manager.find(ModelAliasEntity, { where: { model }, order: { alias: 'ASC' } });
  }

  async versionOf(
    model: string,
    alias: string,
    manager: EntityManager = this.database.manager,
  ): Promise<number | undefined> {
    return (await manager.findOneBy(ModelAliasEntity, { model, alias }))?.version;
  }

  history(model: string, limit: number): Promise<AliasMoveEntity[]> {
    return this.database.manager.find(AliasMoveEntity, {
      where: { model },
      order: { position: 'DESC' },
      take: limit,
    });
  }

  /** Moves in a transaction of its own; moving an alias to where it points already records nothing. */
  move(move: AliasMove): Promise<void> {
    return this.database.transaction((manager) => this.moveWithin(manager, move));
  }

  /** @throws DomainError `version_not_found` */
  async moveWithin(manager: EntityManager, move: AliasMove): Promise<void> {
    const { model, alias, version } = move;
    // Serialises moves of one model: each records the version that it really replaced.
    await manager.query('SELECT 1 FROM models WHERE name = $1 FOR NO KEY UPDATE', [model]);
    if (!(await manager.existsBy(ModelVersionEntity, { model, version }))) {
      throw new DomainError(
        'version_not_found',
        'The model has no such version; GET /models/{model}/versions lists them.',
      );
    }
    const from = await this.versionOf(model, alias, manager);
    if (from === version) return;
    await manager.upsert(ModelAliasEntity, { model, alias, version }, ['model', 'alias']);
    await manager.insert(AliasMoveEntity, {
      id: newId(),
      position: await nextPosition(manager, model),
      moved_at: this.clock.now(),
      model,
      alias,
      from_version: from ?? null,
      to_version: version,
      reason: move.reason,
      actor_kind: move.actor.kind,
      actor_id: move.actor.id,
      training_run_id: move.trainingRunId ?? null,
    });
    await this.events.record(
      {
        action: 'alias.moved',
        actor: move.actor,
        subject: { kind: 'model', id: model },
        details: { alias, from_version: from ?? null, to_version: version, reason: move.reason },
      },
      manager,
    );
    await manager.query('SELECT pg_notify($1, $2)', [aliasChannel, model]);
  }
}

/** Under the lock of the model's row: no two moves get the same. */
async function nextPosition(manager: EntityManager, model: string): Promise<number> {
  return ((await manager.maximum(AliasMoveEntity, 'position', { model })) ?? 0) + 1;
}
