import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
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
import { DecisionOverrideEntity } from './decision-override.entity.js';
import { decidingRecords, filterDecisions, reviewsOf } from './reviews.js';

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
    const reviews = await reviewsOf(this.database.manager, ids);
    return { ...page, items: page.items.map((record) => decisionDto(record, reviews.get(record.id)!)) };
  }

  /** @throws DomainError `decision_not_found` */
  get(id: string): Promise<DecisionDto> {
    return this.read(this.database.manager, id);
  }

  /**
   * The decision that holds already records nothing.
   * @throws DomainError `decision_not_found`; `decision_superseded`; `validation_failed` for an outcome that the
   *   decision's policy does not have
   */
  override(id: string, { decision, reason }: OverrideDecisionDto, actor: Actor): Promise<DecisionDto> {
    return this.database.transaction(async (manager) => {
      const { model, row_id: row } = await this.read(manager, id);
      // Serialises overrides of one row: each records what it really replaced. The audit's rows cannot be locked by a
      // role that may not change them.
      await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
        `decision ${model} ${row}`,
      ]);
      const before = await this.read(manager, id);
      if (before.superseded) {
        const newer = before.latest_prediction_id;
        throw new DomainError(
          'decision_superseded',
          `Values, version or policy have changed: decide on ${newer}.`,
        );
      }
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
        model,
        row_id: row,
        position: before.overrides.length + 1,
        overridden_at: this.clock.now(),
        from_decision: before.decision,
        to_decision: decision,
        reason,
        actor_kind: actor.kind,
        actor_id: actor.id,
      });
      const details = { model, from_decision: before.decision, to_decision: decision, reason };
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
    return decisionDto(record, (await reviewsOf(manager, [id])).get(id)!);
  }

  private records(manager: EntityManager): ReturnType<typeof decidingRecords> {
    return decidingRecords(manager.createQueryBuilder(PredictionRecordEntity, 'record'));
  }
}
