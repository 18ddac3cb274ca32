import type { HyperparameterDescription } from '../hyperparameters.js';

/** The hyperparameter `class_weight` of every family, scikit-learn's; `rowWeights` carries it out. */
export const classWeight: HyperparameterDescription = {
  type: 'choice',
  default: 'none',
  choices: ['none', 'balanced'],
  tasks: ['binary', 'multiclass'],
  description: 'balanced: rows count the more the rarer their class; probabilities are then no longer shares',
};
