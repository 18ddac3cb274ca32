import type { EntityManager } from 'typeorm';
import { presentValue } from '../row-expression.js';
import type { DatasetColumn } from '../feature-schema.js';
import { classExpression } from '../snapshot-query.js';
import { sqlName } from '../sql-names.js';

/** Categories are looked for among that many rows, whichever come first: what is missed is taken all the same. */
const surveyedRows = 200_000;

/** More values than that are no list that anybody reads. */
const mostLevels = 50;

/** With fewer rows per value on average, the values are those of single rows, and nobody is to be listed. */
const rowsPerLevel = 10;

export interface IdentifierSurvey {
  readonly missing: boolean;
  readonly repeated: boolean;
}

/** Whether rows lack the identifier, or share one. */
export async function surveyIdentifier(
  manager: EntityManager,
  relation: string,
  column: string,
): Promise<IdentifierSurvey> {
  const name = sqlName(column);
  const [row] = await manager.query<[IdentifierSurvey]>(
    `SELECT EXISTS (SELECT FROM ${relation} WHERE ${name} IS NULL) AS missing,
            EXISTS (SELECT FROM ${relation} WHERE ${name} IS NOT NULL GROUP BY ${name} HAVING count(*) > 1) AS repeated`,
  );
  return row;
}

export async function countRows(manager: EntityManager, relation: string): Promise<number> {
  const [row] = await manager.query<[{ rows: number }]>(`SELECT count(*)::float8 AS rows FROM ${relation}`);
  return row.rows;
}

/** The categories that a column holds; undefined where they are too many to be a list. */
export async function surveyLevels(
  manager: EntityManager,
  relation: string,
  column: DatasetColumn,
): Promise<string[] | undefined> {
  const [row] = await manager.query<[{ rows: number; levels: string[] | null }]>(
    `WITH surveyed AS (SELECT (${presentValue(column)})::text AS level FROM ${relation} LIMIT ${surveyedRows})
     SELECT (SELECT count(level)::float8 FROM surveyed) AS rows, array_agg(level ORDER BY level COLLATE "C") AS levels
     FROM (
       SELECT DISTINCT level FROM surveyed WHERE level NOT IN ('', 'nan', 'None') LIMIT ${mostLevels + 1}
     ) AS found`,
  );
  const { rows, levels } = row;
  if (!levels || levels.length > mostLevels || levels.length * rowsPerLevel > rows) return undefined;
  return levels;
}

/** Whether a row has the class, as models name classes. */
export async function holdsClass(
  manager: EntityManager,
  relation: string,
  column: DatasetColumn,
  positiveClass: string,
): Promise<boolean> {
  const [row] = await manager.query<[{ held: boolean }]>(
    `SELECT EXISTS (SELECT FROM ${relation} WHERE ${classExpression(column)} = $1) AS held`,
    [positiveClass],
  );
  return row.held;
}
