import type { EntityManager } from 'typeorm';
import { ProfileTask } from '../dto/dataset-profile.dto.js';
import type { DatasetColumn } from '../feature-schema.js';
import type { Sample } from './sample.js';

/** Classes beyond the most frequent ones count as one. */
const mostClasses = 20;

export interface ProfiledTarget {
  readonly column: DatasetColumn;
  readonly task: ProfileTask;
  /** Of a class, the rows; most frequent first. Empty for a regression. */
  readonly classes: readonly { readonly value: string; readonly count: number }[];
  /** Of two classes. */
  readonly positiveClass: string | null;
  /** Rows with a target. */
  readonly labelled: number;
}

/** What learning the target is, from its values in the sample. */
export async function profiledTarget(
  manager: EntityManager,
  { table }: Sample,
  column: DatasetColumn,
  positiveClass: string | undefined,
): Promise<ProfiledTarget> {
  const [{ labelled, distinct }] = await manager.query<[{ labelled: number; distinct: number }]>(
    `SELECT count(target_text)::float8 AS labelled, count(DISTINCT target_text)::float8 AS distinct FROM ${table}`,
  );
  const isNumber = column.kind === 'numeric' && positiveClass === undefined && distinct > 2;
  if (isNumber) return { column, task: ProfileTask.Regression, classes: [], positiveClass: null, labelled };
  const classes = await manager.query<{ value: string; count: number }[]>(
    `SELECT target_text AS value, count(*)::float8 AS count FROM ${table} WHERE target_text IS NOT NULL
     GROUP BY target_text ORDER BY count DESC, target_text COLLATE "C" LIMIT ${mostClasses}`,
  );
  const isBinary = distinct <= 2 || positiveClass !== undefined;
  if (!isBinary) return { column, task: ProfileTask.Multiclass, classes, positiveClass: null, labelled };
  return {
    column,
    task: ProfileTask.Binary,
    classes,
    positiveClass: positiveOf(classes, positiveClass),
    labelled,
  };
}

function positiveOf(classes: ProfiledTarget['classes'], declared: string | undefined): string | null {
  const values = classes.map(({ value }) => value);
  return declared ?? ['true', '1'].find((value) => values.includes(value)) ?? values.at(-1) ?? null;
}
