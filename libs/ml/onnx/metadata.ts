import { MlError, type Problem } from '../errors.js';
import type { Task } from '../estimator.js';
import { EXPLAINER_KEY } from '../pipeline/explainer-state.js';

/**
 * The caller's metadata_props and ours: `algorithm`, `task`, what explaining needs and, for binary, `threshold`.
 *
 * @throws MlError `invalid_metadata` when the caller gives one of our keys another value, `invalid_threshold`.
 */
export function modelMetadata(
  model: { readonly algorithm: string; readonly task: Task },
  metadata: Readonly<Record<string, string>>,
  threshold: number,
  explainer: string,
): Record<string, string> {
  if (!(threshold >= 0 && threshold <= 1)) {
    throw new MlError('invalid_threshold', [{ field: 'threshold', detail: `${threshold} is not in [0, 1]` }]);
  }
  const own: Record<string, string> = {
    algorithm: model.algorithm,
    task: model.task,
    [EXPLAINER_KEY]: explainer,
  };
  if (model.task === 'binary') own['threshold'] = String(threshold);
  const problems = Object.entries(own).flatMap(([field, value]): Problem[] => {
    const given = Object.hasOwn(metadata, field) ? metadata[field] : undefined;
    if (given === undefined || given === value) return [];
    const shown = field === EXPLAINER_KEY ? 'it was trained' : value;
    return [{ field, detail: `is written by the model as ${shown}` }];
  });
  if (problems.length > 0) throw new MlError('invalid_metadata', problems);
  return { ...metadata, ...own };
}
