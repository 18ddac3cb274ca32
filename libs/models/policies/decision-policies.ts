import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AdministrativeEvents } from '#libs/audit';
import { type ActorReference, Clock, newId } from '#libs/platform';
import type { ModelDefinition } from '../model-definition.js';
import type { DecisionPolicy } from './decision-policy.js';
import { DecisionPolicyEntity } from './decision-policy.entity.js';
import { declaredPolicy } from './declared-policy.js';

export interface PolicyInForce {
  /** 0: as the model declares it. */
  readonly version: number;
  readonly policy: DecisionPolicy;
}

export interface PolicyChange {
  readonly model: ModelDefinition;
  /** What is left out stays as it is. */
  readonly changes: Partial<DecisionPolicy>;
  readonly reason: string;
  readonly actor: ActorReference;
}

/**
 * What decisions of a model follow. Read for each decision: one row by an index, and no process ever decides by a
 * policy that another one has replaced.
 */
@Injectable()
export class DecisionPolicies {
  constructor(
    private readonly database: DataSource,
    private readonly events: AdministrativeEvents,
    private readonly clock: Clock,
  ) {}

  async inForce(
    model: ModelDefinition,
    manager: EntityManager = this.database.manager,
  ): Promise<PolicyInForce> {
    const [latest] = await this.latest(manager, model.name, 1);
    return latest
      ? { version: latest.position, policy: latest.policy }
      : { version: 0, policy: declaredPolicy(model) };
  }

  /** The latest first, without version 0. */
  versions(model: string, limit: number): Promise<DecisionPolicyEntity[]> {
    return this.latest(this.database.manager, model, limit);
  }

  /**
   * In the caller's transaction. What is in force already records nothing.
   * @param check throws when the policy as a whole does not fit the model
   */
  async change(
    { model, changes, reason, actor }: PolicyChange,
    manager: EntityManager,
    check: (policy: DecisionPolicy) => void,
  ): Promise<PolicyInForce> {
    // Serialises changes of one model: each builds on the policy that it really replaces.
    await manager.query('SELECT 1 FROM models WHERE name = $1 FOR NO KEY UPDATE', [model.name]);
    const before = await this.inForce(model, manager);
    const policy = { ...before.policy, ...changes };
    check(policy);
    if (isDeepStrictEqual(policy, before.policy)) return before;
    const version = before.version + 1;
    await manager.insert(DecisionPolicyEntity, {
      id: newId(),
      model: model.name,
      position: version,
      changed_at: this.clock.now(),
      policy,
      reason,
      actor_kind: actor.kind,
      actor_id: actor.id,
    });
    const changed = (Object.keys(changes) as (keyof DecisionPolicy)[]).filter(
      (name) => !isDeepStrictEqual(policy[name], before.policy[name]),
    );
    await this.events.record(
      {
        action: 'decision_policy.changed',
        actor,
        subject: { kind: 'model', id: model.name },
        details: { policy_version: version, changed, reason },
      },
      manager,
    );
    return { version, policy };
  }

  /**
   * The model as trainings see it: once somebody has said what the errors cost, the threshold is chosen by these
   * costs.
   */
  async withThreshold(model: ModelDefinition): Promise<ModelDefinition> {
    if (model.task !== 'binary') return model;
    const { version, policy } = await this.inForce(model);
    if (version === 0) return model;
    const { false_negative_cost: false_negative, false_positive_cost: false_positive } = policy;
    return { ...model, threshold: { rule: 'cost', false_negative, false_positive } };
  }

  private latest(manager: EntityManager, model: string, take: number): Promise<DecisionPolicyEntity[]> {
    return manager.find(DecisionPolicyEntity, { where: { model }, order: { position: 'DESC' }, take });
  }
}
