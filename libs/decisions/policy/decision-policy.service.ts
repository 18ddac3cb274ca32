import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  DecisionPolicies,
  type DecisionPolicy,
  type DecisionPolicyEntity,
  LiveModels,
  type ModelDefinition,
  type PolicyInForce,
  Thresholds,
} from '#libs/models';
import { type Actor, validationFailed } from '#libs/platform';
import { CostCurves } from '../costs/cost-curves.js';
import { costsInWords } from '../costs/costs-in-words.js';
import { DecidingModels } from '../deciding-models.js';
import type {
  ActionableFeatureDto,
  ChangeDecisionPolicyDto,
  DecisionPolicyDto,
  DecisionPolicyVersionDto,
  DecisionPolicyVersionsDto,
} from '../dto/decision-policy.dto.js';
import { policyProblems } from './policy-problems.js';

const historyLength = 1000;

/** What the routes of decision policies answer. */
@Injectable()
export class DecisionPolicyService {
  constructor(
    private readonly database: DataSource,
    private readonly models: DecidingModels,
    private readonly policies: DecisionPolicies,
    private readonly live: LiveModels,
    private readonly thresholds: Thresholds,
    private readonly costs: CostCurves,
  ) {}

  async get(name: string): Promise<DecisionPolicyDto> {
    const model = await this.models.get(name);
    return this.present(model, await this.policies.inForce(model));
  }

  async versions(name: string): Promise<DecisionPolicyVersionsDto> {
    const { name: model } = await this.models.get(name);
    const rows = await this.policies.versions(model, historyLength);
    return { items: rows.map(versionDto) };
  }

  async change(
    name: string,
    { move_threshold: moveThreshold, reason, ...given }: ChangeDecisionPolicyDto,
    actor: Actor,
  ): Promise<DecisionPolicyDto> {
    const model = await this.models.get(name);
    const dataset = this.models.datasetOf(model);
    const hidden = this.models.protectedColumns(model);
    // Plain objects without what was left out: they are compared with what is stored.
    const changes = JSON.parse(JSON.stringify(given)) as Partial<DecisionPolicy>;
    await this.database.transaction(async (manager) => {
      const { policy } = await this.policies.change({ model, changes, reason, actor }, manager, (whole) => {
        const problems = policyProblems(whole, model, dataset, hidden);
        if (problems.length > 0) throw validationFailed(problems);
      });
      if (!moveThreshold) return;
      const { version } = this.live.champion(model.name).row;
      const threshold = await this.costs.cheapestThreshold(model.name, version, policy);
      if (threshold === null) {
        const detail = "cannot be: the champion's card has no curve of costs";
        throw validationFailed([{ pointer: '/move_threshold', detail }]);
      }
      await this.thresholds.overrideWithin(manager, { model: model.name, version, threshold, reason, actor });
    });
    if (moveThreshold) await this.live.refresh(model.name);
    return this.present(model, await this.policies.inForce(model));
  }

  private async present(
    model: ModelDefinition,
    { version, policy }: PolicyInForce,
  ): Promise<DecisionPolicyDto> {
    const champion = this.live.isLoaded(model.name) ? this.live.champion(model.name) : undefined;
    return {
      model: model.name,
      policy_version: version,
      ...policyDto(policy),
      costs_in_words: costsInWords(policy),
      threshold: champion ? await this.thresholds.inForce(champion.row) : null,
      cheapest_threshold: champion
        ? await this.costs.cheapestThreshold(model.name, champion.row.version, policy)
        : null,
    };
  }
}

type PolicyFields = Omit<
  DecisionPolicyVersionDto,
  'policy_version' | 'changed_at' | 'reason' | 'actor_kind' | 'actor_id'
>;

function policyDto({ actionable, ...policy }: DecisionPolicy): PolicyFields {
  return { ...policy, actionable: actionable.map((each) => ({ ...each }) as ActionableFeatureDto) };
}

function versionDto(row: DecisionPolicyEntity): DecisionPolicyVersionDto {
  const { position, changed_at, policy, reason, actor_kind, actor_id } = row;
  return {
    policy_version: position,
    changed_at: changed_at.toISOString(),
    ...policyDto(policy),
    reason,
    actor_kind,
    actor_id,
  };
}
