import type { ModelDefinition } from '#libs/models';
import { clientFeatureColumns, clientsDataset, targetColumn } from './clients-dataset.js';

export const loanAmountModel: ModelDefinition = {
  name: 'loan-amount',
  origin: 'built_in',
  description: 'Amount of the loan that a client takes, in EUR',
  dataset: clientsDataset.name,
  task: 'regression',
  target: targetColumn,
  features: clientFeatureColumns,
};
