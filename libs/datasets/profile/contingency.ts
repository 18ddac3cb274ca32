import type { EntityManager } from 'typeorm';
import { ProfileTask } from '../dto/dataset-profile.dto.js';
import type { SampledColumn } from './sample.js';
import type { ProfiledTarget } from './target.js';

/** Rows of one bin of a column in one half of the sample. Bin -1: the column is missing. */
export interface ContingencyCell {
  readonly bin: number;
  readonly half: 0 | 1;
  /** Place of the class; -1: another. Regressions have one class, 0. */
  readonly class: number;
  readonly count: number;
  /** Of the target, in regressions. */
  readonly sum: number;
  readonly squares: number;
}

/** How a column is parted: by values, or by limits that are the first of their bins. */
export type Binning =
  | { readonly by: 'levels'; readonly levels: readonly string[] }
  | { readonly by: 'values'; readonly values: readonly number[] }
  | { readonly by: 'limits'; readonly limits: readonly number[] };

/** The rows with a target by bin, half and class. Values that are not listed share a bin. */
export function readContingency(
  manager: EntityManager,
  { table, expression: c }: SampledColumn,
  binning: Binning,
  { task, classes }: ProfiledTarget,
): Promise<ContingencyCell[]> {
  const isRegression = task === ProfileTask.Regression;
  const [bin, values] = binOf(c, binning);
  const parameters = isRegression ? [values] : [values, classes.map(({ value }) => value)];
  return manager.query<ContingencyCell[]>(
    `SELECT CASE WHEN ${c} IS NULL THEN -1 ELSE coalesce(${bin}, 0) END AS bin, (row_hash & 1)::int AS half,
            ${isRegression ? '0' : 'coalesce(array_position($2::text[], target_text) - 1, -1)'} AS class,
            count(*)::float8 AS count,
            coalesce(sum(target_number), 0) AS sum, coalesce(sum(target_number * target_number), 0) AS squares
     FROM ${table} WHERE target_text IS NOT NULL GROUP BY 1, 2, 3`,
    parameters,
  );
}

function binOf(c: string, binning: Binning): readonly [string, readonly (string | number)[]] {
  switch (binning.by) {
    case 'levels':
      return [`array_position($1::text[], ${c})`, binning.levels];
    case 'values':
      return [`array_position($1::float8[], ${c})`, binning.values];
    case 'limits':
      return [`width_bucket(${c}, $1::float8[])`, binning.limits];
  }
}

/** The different values of a number, where they are few. */
export async function readValues(
  manager: EntityManager,
  { table, expression: c }: SampledColumn,
): Promise<number[]> {
  const rows = await manager.query<{ value: number }[]>(
    `SELECT DISTINCT ${c} AS value FROM ${table} WHERE ${c} IS NOT NULL ORDER BY 1`,
  );
  return rows.map(({ value }) => value);
}

/** The area under the ROC curve of the bare number, ties counted half; null where there is one class only. */
export async function readAuc(
  manager: EntityManager,
  { table, expression: c }: SampledColumn,
  positiveClass: string,
): Promise<number | null> {
  const [{ auc }] = await manager.query<[{ auc: number | null }]>(
    `SELECT sum(positive * (before + negative / 2)) / nullif(sum(positive) * sum(negative), 0) AS auc
     FROM (
       SELECT positive, negative, sum(negative) OVER (ORDER BY value) - negative AS before
       FROM (
         SELECT ${c} AS value, (count(*) FILTER (WHERE target_text = $1))::float8 AS positive,
                (count(*) FILTER (WHERE target_text <> $1))::float8 AS negative
         FROM ${table} WHERE ${c} IS NOT NULL AND target_text IS NOT NULL GROUP BY ${c}
       ) AS counted
     ) AS ranked`,
    [positiveClass],
  );
  return auc;
}

/** The share of a number's variance that lies between the classes; null where it has none. */
export async function readEtaSquared(
  manager: EntityManager,
  { table, expression: c }: SampledColumn,
): Promise<number | null> {
  const [{ eta }] = await manager.query<[{ eta: number | null }]>(
    `SELECT sum(count * (mean - total) ^ 2) / nullif(max(variance), 0) AS eta
     FROM (
       SELECT count(*)::float8 AS count, avg(${c}) AS mean,
              (SELECT avg(${c}) FROM ${table} WHERE target_text IS NOT NULL) AS total,
              (SELECT var_pop(${c}) * count(${c}) FROM ${table} WHERE target_text IS NOT NULL) AS variance
       FROM ${table} WHERE ${c} IS NOT NULL AND target_text IS NOT NULL GROUP BY target_text
     ) AS grouped`,
  );
  return eta;
}
