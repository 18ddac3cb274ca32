import type { MlError } from '#libs/ml';
import type { FitTask } from './fit-task.js';

/** Estimators know the target as such; the table's owner knows it by its column. */
export function inColumns(
  { code, problems }: MlError,
  { targetName }: Pick<FitTask, 'targetName'>,
): MlError['problems'] {
  const isAboutTarget = code === 'invalid_target' || code === 'constant_target' || code === 'single_class';
  return problems.map((problem) => (isAboutTarget ? { ...problem, field: targetName } : problem));
}
