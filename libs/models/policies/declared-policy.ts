import type { ModelDefinition } from '../model-definition.js';
import type { DecisionPolicy } from './decision-policy.js';

const defaultCosts = { false_negative_cost: 10, false_positive_cost: 1 } as const;

/** What holds until somebody changes it, version 0: what the model declares, and a default for the rest. */
export function declaredPolicy(model: ModelDefinition): DecisionPolicy {
  const { threshold, target, positiveClass } = model;
  const value = positiveClass ?? '1';
  return {
    ...defaultCosts,
    ...(threshold?.rule === 'cost'
      ? { false_negative_cost: threshold.false_negative, false_positive_cost: threshold.false_positive }
      : {}),
    positive_class: { en: `${target} is ${value}`, fr: `${target} vaut ${value}` },
    grey_band: { below: 0, above: 0 },
    outcomes: { negative: 'accepted', positive: 'refused', between: 'review' },
    actionable: [],
    ...model.policy,
  };
}
