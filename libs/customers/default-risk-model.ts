import type { ModelDefinition } from '#libs/models';
import { customerFeatures, customersDataset, targetColumn } from './customers-dataset.js';

export const defaultRiskModel: ModelDefinition = {
  name: 'default-risk',
  origin: 'built_in',
  description: 'Whether a customer will have difficulties to pay a credit back: 1 default, 0 none',
  dataset: customersDataset.name,
  task: 'binary',
  target: targetColumn,
  positiveClass: '1',
  features: customerFeatures,
  derived: [],
  // A default that was missed costs as much as ten good customers who were refused.
  threshold: { rule: 'cost', false_negative: 10, false_positive: 1 },
};
