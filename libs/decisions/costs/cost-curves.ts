import { Injectable } from '@nestjs/common';
import { DecisionPolicies, ModelVersions, Thresholds } from '#libs/models';
import { validationFailed } from '#libs/platform';
import { DecidingModels } from '../deciding-models.js';
import type { CostCurveDto, CostCurveQueryDto } from '../dto/cost-curve.dto.js';
import { costCurve, type ErrorCosts, pointAt } from './cost-curve.js';

/** The card keeps no out-of-fold answers, on which a training chooses; nothing here has rows of both kinds. */
const chosenOnTheSameRows =
  'The cheapest threshold was chosen on the rows that its cost is told of: on others expect more. A training with these costs chooses it out of fold, and its cost on the held-out rows is then an estimate for others.';

/** What the two errors cost at every threshold of a version. */
@Injectable()
export class CostCurves {
  constructor(
    private readonly models: DecidingModels,
    private readonly versions: ModelVersions,
    private readonly thresholds: Thresholds,
    private readonly policies: DecisionPolicies,
  ) {}

  async get(name: string, version: number, asked: CostCurveQueryDto): Promise<CostCurveDto> {
    const model = await this.models.get(name);
    const [row, card, { policy, version: policyVersion }] = await Promise.all([
      this.versions.get(model.name, version),
      this.versions.card(model.name, version),
      this.policies.inForce(model),
    ]);
    const costs = {
      false_negative_cost: asked.false_negative_cost ?? policy.false_negative_cost,
      false_positive_cost: asked.false_positive_cost ?? policy.false_positive_cost,
    };
    const curve = costCurve(card, costs);
    const threshold = await this.thresholds.inForce(row);
    if (!curve || threshold === null) {
      const detail = 'has no curve of costs: its held-out rows are of one class only';
      throw validationFailed([{ pointer: '/version', detail }]);
    }
    return {
      model: model.name,
      model_version: version,
      positive_class: policy.positive_class.en,
      rows: curve.rows,
      positive_rows: curve.positiveRows,
      ...costs,
      policy_version: policyVersion,
      in_force: pointAt(curve, threshold),
      threshold,
      cheapest: curve.cheapest,
      caution: chosenOnTheSameRows,
      always_negative: curve.alwaysNegative,
      always_positive: curve.alwaysPositive,
      points: [...curve.points],
    };
  }

  /** Null where the card has no curve. */
  async cheapestThreshold(model: string, version: number, costs: ErrorCosts): Promise<number | null> {
    return costCurve(await this.versions.card(model, version), costs)?.cheapest.threshold ?? null;
  }
}
