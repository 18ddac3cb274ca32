import type { EntityManager } from 'typeorm';
import { DomainError, type FieldProblem } from '#libs/platform';
import type { DatasetColumn, DatasetDefinition } from '../feature-schema.js';
import { columnPointer } from './column-declarations.js';

interface DependentModel {
  readonly name: string;
  readonly target: string;
  readonly features: readonly string[];
  /** Of the features, those that were switched on as sensitive. */
  readonly sensitive: readonly string[] | null;
  readonly positiveClass: string | null;
}

/**
 * Models are defined for good, so that a declaration may not take from under them what they are defined by: no model
 * learns from, or predicts, what is sensitive unless that was switched on by name; and the class whose probability a
 * model answers must remain a class.
 *
 * @throws DomainError `dataset_in_use`, naming the models
 */
export async function refuseModelsInTheWay(
  manager: EntityManager,
  before: DatasetDefinition,
  after: DatasetDefinition,
): Promise<void> {
  const models = await manager.query<DependentModel[]>(
    `SELECT name, target, features, definition->'sensitiveFeatures' AS sensitive,
            definition->>'positiveClass' AS "positiveClass"
     FROM models WHERE dataset = $1 AND retired_at IS NULL ORDER BY name`,
    [after.name],
  );
  const named = new Set<string>();
  const problems = after.columns.flatMap((column, place) =>
    takenFrom(before.columns[place]!, column).flatMap(({ field, needs, because }): FieldProblem[] => {
      const needing = models.filter(needs).map(({ name }) => name);
      if (needing.length === 0) return [];
      for (const name of needing) named.add(name);
      return [
        { pointer: `${columnPointer(column.name)}/${field}`, detail: `${because}: ${needing.join(', ')}` },
      ];
    }),
  );
  if (problems.length === 0) return;
  throw new DomainError(
    'dataset_in_use',
    'Models are defined by what would change; see errors. Retire them first, and make others.',
    { problems, members: { models: [...named].sort() } },
  );
}

interface Taken {
  readonly field: string;
  readonly needs: (model: DependentModel) => boolean;
  /** Before the names of the models. */
  readonly because: string;
}

function takenFrom(before: DatasetColumn, after: DatasetColumn): Taken[] {
  const { name } = after;
  const taken: Taken[] = [];
  if (after.sensitive && !before.sensitive) {
    taken.push({
      field: 'sensitive',
      needs: ({ features, sensitive }) => features.includes(name) && !sensitive?.includes(name),
      because: 'models learn from it, to whom it was not switched on as sensitive',
    });
    taken.push({
      field: 'sensitive',
      needs: ({ target }) => target === name,
      because: 'models predict it',
    });
  }
  for (const [field, isGone] of classRules)
    taken.push({
      field,
      needs: ({ target, positiveClass }) =>
        target === name &&
        positiveClass !== null &&
        isGone(after, positiveClass) &&
        !isGone(before, positiveClass),
      because: 'models answer the probability of a class that this takes away',
    });
  return taken;
}

type Values = Pick<DatasetColumn, 'allowedValues' | 'open' | 'missingValues'>;

/** How a class ceases to be one. */
const classRules: readonly (readonly [field: string, isGone: (column: Values, text: string) => boolean])[] = [
  ['allowed_values', ({ allowedValues, open }, text) => !open && allowedValues?.includes(text) === false],
  ['missing_values', ({ missingValues = [] }, text) => missingValues.map(String).includes(text)],
];
