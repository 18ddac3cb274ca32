import type { Hyperparameters } from '../hyperparameters.js';

/** What the growing of one tree needs to know. */
export interface GrowthSettings {
  readonly learningRate: number;
  readonly leafCount: number;
  /** Infinity: no limit. */
  readonly depth: number;
  readonly minimumRows: number;
  readonly minimumHessian: number;
  readonly minimumGain: number;
  readonly alpha: number;
  readonly lambda: number;
  readonly categories: CategorySettings;
}

export interface CategorySettings {
  readonly smoothing: number;
  readonly lambda: number;
  readonly mostAgainstRest: number;
  readonly mostTogether: number;
  readonly minimumRowsPerGroup: number;
}

export function growthSettings(hyperparameters: Hyperparameters): GrowthSettings {
  const depth = hyperparameters.number('max_depth');
  return {
    learningRate: hyperparameters.number('learning_rate'),
    leafCount: hyperparameters.number('num_leaves'),
    depth: depth > 0 ? depth : Infinity,
    minimumRows: hyperparameters.number('min_child_samples'),
    minimumHessian: hyperparameters.number('min_child_weight'),
    minimumGain: hyperparameters.number('min_split_gain'),
    alpha: hyperparameters.number('reg_alpha'),
    lambda: hyperparameters.number('reg_lambda'),
    categories: {
      smoothing: hyperparameters.number('cat_smooth'),
      lambda: hyperparameters.number('cat_l2'),
      mostAgainstRest: hyperparameters.number('max_cat_to_onehot'),
      mostTogether: hyperparameters.number('max_cat_threshold'),
      minimumRowsPerGroup: hyperparameters.number('min_data_per_group'),
    },
  };
}
