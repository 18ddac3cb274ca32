import type { FieldProblem } from '#libs/platform';
import type { DatasetDefinition } from '../feature-schema.js';
import { nearestName } from '../nearest-name.js';

/** Why models cannot learn what a dataset names as its target; whether a row holds the class, only rows tell. */
export function targetProblems({
  target,
  positiveClass,
  columns,
  identifier,
}: Pick<DatasetDefinition, 'target' | 'positiveClass' | 'columns' | 'identifier'>): FieldProblem[] {
  if (target === undefined)
    return positiveClass === undefined
      ? []
      : [{ pointer: '/positive_class', detail: 'is of a target, and none is given' }];
  const problem = (detail: string): FieldProblem[] => [{ pointer: '/target', detail }];
  const column = columns.find(({ name }) => name === target);
  if (!column) {
    const meant = nearestName(
      target,
      columns.map(({ name }) => name),
    );
    const hint = meant === undefined ? '' : `; is ${meant} meant?`;
    return problem(`is no column that can be read${hint}`);
  }
  if (target === identifier) return problem('names the rows, so it cannot be learned');
  if (column.kind === 'date') return problem('is a day; no model learns days');
  return [];
}
