import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import { AdministrativeEvents, PredictionRecordEntity } from '#libs/audit';
import { keysetPage } from '#libs/database';
import { type Actor, Clock, CursorCodec, DomainError, newId, validationFailed } from '#libs/platform';
import type {
  DecisionDto,
  DecisionPageDto,
  DecisionQueryDto,
  OverrideDecisionDto,
} from '../dto/decision.dto.js';
import { decisionDto } from './decision-dto.js';
import { decidingRecords, filterDecisions } from './decision-list.js';
import { DecisionOverrideEntity } from './decision-override.entity.js';

/** Decisions, and what people decided instead. The audit record stays as it was written. */
@Injectable()
export class DecisionReviews {
  constructor(
    private readonly database: DataSource,
    private readonly cursors: CursorCodec,
    private readonly events: AdministrativeEvents,
    private readonly clock: Clock,
  ) {}

  async list({ limit, cursor, ...asked }: DecisionQueryDto): Promise<DecisionPageDto> {
    const query = filterDecisions(this.records(this.database.manager), asked);
    const page = await keysetPage(query, this.cursors, {
      limit,
      cursor,
      sort: { expression: 'record.occurred_at', type: 'timestamptz', direction: 'DESC' },
      identifier: { expression: 'record.id', type: 'uuid' },
      list: JSON.stringify(['decisions', asked.model, asked.decision, asked.open]),
    });
    const ids = page.items.map(({ id }) => id);
    const overrides = await this.overridesOf(this.database.manager, ids);
    return {
      ...page,
      items: page.items.map((record) =>
        decisionDto(
          record,
          overrides.filter(({ prediction_id: id }) => id === record.id),
        ),
      ),
    };
  }

  /** @throws DomainError `decision_not_found` */
  get(id: string): Promise<DecisionDto> {
    return this.read(this.database.manager, id);
  }

  /**
   * The decision that holds already records nothing.
   * @throws DomainError `decision_not_found`; `validation_failed` for an outcome that the decision's policy does not have
   */
  override(id: string, { decision, reason }: OverrideDecisionDto, actor: Actor): Promise<DecisionDto> {
    return this.database.transaction(async (manager) => {
      // Serialises overrides of one decision: each records what it really replaced. The audit's row cannot be locked by
      // a role that may not change it.
      await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`decision ${id}`]);
      const before = await this.read(manager, id);
      const { negative, positive, between } = before.outcomes;
      const outcomes = [negative, positive, between];
      if (!outcomes.includes(decision)) {
        const detail = `must be one of ${outcomes.join(', ')}`;
        throw validationFailed([{ pointer: '/decision', detail }]);
      }
      if (before.decision === decision) return before;
      await manager.insert(DecisionOverrideEntity, {
        id: newId(),
        prediction_id: id,
        position: before.overrides.length + 1,
        overridden_at: this.clock.now(),
        from_decision: before.decision,
        to_decision: decision,
        reason,
        actor_kind: actor.kind,
        actor_id: actor.id,
      });
      const details = { model: before.model, from_decision: before.decision, to_decision: decision, reason };
      await this.events.record(
        { action: 'decision.overridden', actor, subject: { kind: 'decision', id }, details },
        manager,
      );
      return this.read(manager, id);
    });
  }

  private async read(manager: EntityManager, id: string): Promise<DecisionDto> {
    const record = await this.records(manager).andWhere('record.id = :id', { id }).getOne();
    if (!record) {
      throw new DomainError(
        'decision_not_found',
        'Use the prediction_id of a score card, or one from GET /decisions: other predictions decide nothing.',
      );
    }
    return decisionDto(record, await this.overridesOf(manager, [id]));
  }

  private records(manager: EntityManager): ReturnType<typeof decidingRecords> {
    return decidingRecords(manager.createQueryBuilder(PredictionRecordEntity, 'record'));
  }

  private overridesOf(manager: EntityManager, ids: readonly string[]): Promise<DecisionOverrideEntity[]> {
    return manager.find(DecisionOverrideEntity, {
      where: { prediction_id: In([...ids]) },
      order: { position: 'ASC' },
    });
  }
}
