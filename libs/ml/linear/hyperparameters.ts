import { classWeight } from '../fitting/class-weight.js';
import type { HyperparameterDescription } from '../hyperparameters.js';

export const linearHyperparameters: Readonly<Record<string, HyperparameterDescription>> = {
  alpha: {
    type: 'number',
    default: 1,
    minimum: 0,
    maximum: 1e12,
    tasks: ['regression'],
    description:
      "Penalty on the coefficients of the standardised columns. With l1_ratio 0 as in scikit-learn's Ridge, against the sum of squared errors; else as in its ElasticNet, against half their mean, in the target's unit",
  },
  l1_ratio: {
    type: 'number',
    default: 0,
    minimum: 0,
    maximum: 1,
    tasks: ['regression'],
    description:
      'Share of the penalty that lies on sizes instead of squares, which leaves columns out: 0 is ridge, 1 lasso',
  },
  C: {
    type: 'number',
    default: 1,
    minimum: 1e-9,
    maximum: 1e9,
    tasks: ['binary', 'multiclass'],
    description: "Inverse of the penalty: smaller is stronger (scikit-learn's LogisticRegression)",
  },
  class_weight: classWeight,
  tol: {
    type: 'number',
    default: 1e-8,
    minimum: 1e-13,
    maximum: 0.1,
    description:
      'Converged when no component of the gradient of the mean loss is larger (classification), or the duality gap is at most this share of the squared target (l1_ratio above 0)',
  },
  max_iter: {
    type: 'integer',
    default: 1000,
    minimum: 1,
    maximum: 10_000,
    description: 'Most Newton steps (classification), or passes over the columns (l1_ratio above 0)',
  },
};
