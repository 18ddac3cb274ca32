import type { Task } from '../estimator.js';
import type { Link } from '../pipeline/score-model.js';

/** The links of families that score a regression in the target's unit and classes in log-odds. */
export const LINKS: Readonly<Record<Task, Link>> = {
  regression: 'identity',
  binary: 'logit',
  multiclass: 'softmax',
};
