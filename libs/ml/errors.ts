export type MlErrorCode =
  | 'unknown_algorithm'
  | 'invalid_hyperparameters'
  | 'invalid_table'
  | 'invalid_target'
  | 'constant_target'
  | 'single_class'
  | 'too_few_rows'
  | 'no_informative_feature'
  | 'invalid_expression'
  | 'invalid_metadata'
  | 'invalid_model'
  | 'unfit_model'
  | 'invalid_threshold'
  | 'invalid_scores'
  | 'invalid_folds'
  | 'invalid_option'
  | 'not_solvable';

/** One thing that is wrong. `field` names a column, a hyperparameter or an argument; no row's value is echoed. */
export interface Problem {
  readonly field: string;
  readonly detail: string;
}

/** Every refusal of this library. `problems` lists all that is wrong at once, per field. */
export class MlError extends Error {
  override readonly name = 'MlError';

  constructor(
    readonly code: MlErrorCode,
    readonly problems: readonly Problem[],
  ) {
    super(`${code}: ${problems.map(({ field, detail }) => `${field}: ${detail}`).join('; ')}`);
  }
}
