import type { EntityManager } from 'typeorm';
import type { FieldProblem } from '#libs/platform';
import { holdsClass } from '../attach/survey.js';
import type { DatasetDefinition } from '../feature-schema.js';

/** Whether a row has the positive class. */
export async function classProblems(
  manager: EntityManager,
  { columns, target, positiveClass, relation }: DatasetDefinition,
): Promise<FieldProblem[]> {
  const column = columns.find(({ name }) => name === target);
  if (!column || positiveClass === undefined || (await holdsClass(manager, relation, column, positiveClass)))
    return [];
  return [{ pointer: '/positive_class', detail: `no row has this value in ${column.name}, as text` }];
}
