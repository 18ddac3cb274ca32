import { classWeight } from '../fitting/class-weight.js';
import type { HyperparameterDescription } from '../hyperparameters.js';

const WIDTH = '(?:[1-9][0-9]{0,2}|10[01][0-9]|102[0-4])';

/** Named after scikit-learn's MLPRegressor and MLPClassifier; `dropout` is what they lack. */
export const mlpHyperparameters: Readonly<Record<string, HyperparameterDescription>> = {
  hidden_layer_sizes: {
    type: 'text',
    default: '64,32',
    pattern: `${WIDTH}(?:,${WIDTH}){0,4}`,
    format: 'one to five widths from 1 to 1024, separated by commas, such as "64,32"',
    description: 'Units of each hidden layer, from the inputs to the answer',
  },
  learning_rate_init: {
    type: 'number',
    default: 0.001,
    minimum: 1e-7,
    maximum: 1,
    description: "Adam's step size",
  },
  batch_size: {
    type: 'integer',
    default: 200,
    minimum: 1,
    maximum: 100_000,
    description: 'Rows per step; all rows where there are fewer',
  },
  max_iter: {
    type: 'integer',
    default: 200,
    minimum: 1,
    maximum: 10_000,
    description: 'Most epochs (passes over the rows)',
  },
  alpha: {
    type: 'number',
    default: 0.0001,
    minimum: 0,
    maximum: 1e6,
    description: 'Penalty on the squared weights (L2), divided by the number of rows in a batch',
  },
  dropout: {
    type: 'number',
    default: 0,
    minimum: 0,
    maximum: 0.9,
    description: 'Probability with which a hidden unit is left out of a step',
  },
  tol: {
    type: 'number',
    default: 0.0001,
    minimum: 0,
    maximum: 1,
    description: 'An epoch that lowers the loss (of a target in standard units) by no more is no improvement',
  },
  n_iter_no_change: {
    type: 'integer',
    default: 10,
    minimum: 1,
    maximum: 10_000,
    description: 'Training has converged after more epochs than this without improvement',
  },
  early_stopping: {
    type: 'boolean',
    default: false,
    description:
      'Watch the loss of rows kept from learning instead, and keep the network that was best on them',
  },
  validation_fraction: {
    type: 'number',
    default: 0.1,
    minimum: 0.01,
    maximum: 0.5,
    description: 'Share of the rows that early_stopping keeps from learning',
  },
  class_weight: classWeight,
  beta_1: {
    type: 'number',
    default: 0.9,
    minimum: 0,
    maximum: 0.9999,
    description: "Decay of Adam's mean of gradients",
  },
  beta_2: {
    type: 'number',
    default: 0.999,
    minimum: 0,
    maximum: 0.999999,
    description: "Decay of Adam's mean of squared gradients",
  },
  epsilon: {
    type: 'number',
    default: 1e-8,
    minimum: 1e-12,
    maximum: 0.1,
    description: "Keeps Adam's steps finite where gradients vanish",
  },
};
