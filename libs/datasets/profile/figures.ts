import type { EntityManager } from 'typeorm';
import type { Sample, SampledColumn } from './sample.js';

/** Fewer rows than that show no figure of their own. */
export const fewestRowsShown = 5;

/** Quantile bins that a number is compared with the target by. */
const mostBins = 64;
const rowsPerBin = 40;
/** Categories that are compared with the target one by one. */
const comparedLevels = 200;

/** What one pass over all columns tells. */
export interface Moments {
  readonly count: number;
  /** Equal for columns that hold the same in every row. */
  readonly fingerprint: string | null;
  readonly mean?: number | null;
  readonly deviation?: number | null;
  readonly smallest?: number | null;
  readonly largest?: number | null;
  readonly whole?: boolean | null;
  /** With a numeric target. */
  readonly pearson?: number | null;
}

/** By the place of the column. */
export async function readMoments(manager: EntityManager, sample: Sample): Promise<Moments[]> {
  const found: Moments[] = [];
  for (const table of new Set(sample.columns.map((column) => column.table))) {
    const own = sample.columns.filter((column) => column.table === table);
    const parts = own.map(({ expression, isNumber }) =>
      isNumber ? numberMoments(expression) : textMoments(expression),
    );
    const [{ moments }] = await manager.query<[{ moments: Moments[] }]>(
      // Nested, because a function takes a hundred arguments at most.
      `SELECT ${groupsOf(parts, 50)
        .map((group) => `jsonb_build_array(${group.join(', ')})`)
        .join(' || ')} AS moments FROM ${table}`,
    );
    found.push(...moments);
  }
  return found;
}

function groupsOf(parts: readonly string[], size: number): string[][] {
  return Array.from({ length: Math.ceil(parts.length / size) }, (_, place) =>
    parts.slice(place * size, (place + 1) * size),
  );
}

const numberMoments = (c: string): string =>
  `jsonb_build_object('count', count(${c}), 'fingerprint', bit_xor(hashfloat8extended(${c}, row_hash))::text,
    'mean', avg(${c}), 'deviation', stddev_samp(${c}), 'smallest', min(${c}), 'largest', max(${c}),
    'whole', bool_and(${c} = trunc(${c})), 'pearson', corr(${c}, target_number))`;

const textMoments = (c: string): string =>
  `jsonb_build_object('count', count(${c}), 'fingerprint', bit_xor(hashtextextended(${c}, row_hash))::text)`;

/** How the values of a number are distributed. Quantiles are values of rows, by the inverse of the empirical distribution. */
export interface NumberDistribution {
  readonly distinct: number;
  /** In the order asked for. */
  readonly quantiles: readonly number[];
  readonly smallestCount: number;
  readonly largestCount: number;
  /** The values next to the extremes. */
  readonly nextSmallest: number | null;
  readonly nextLargest: number | null;
}

export async function readDistribution(
  manager: EntityManager,
  { table, expression: c }: SampledColumn,
  moments: Moments,
  fractions: readonly number[],
): Promise<NumberDistribution> {
  const [row] = await manager.query<[NumberDistribution]>(
    `SELECT count(DISTINCT ${c})::float8 AS distinct, percentile_disc($1::float8[]) WITHIN GROUP (ORDER BY ${c}) AS quantiles,
            (count(*) FILTER (WHERE ${c} = $2))::float8 AS "smallestCount",
            (count(*) FILTER (WHERE ${c} = $3))::float8 AS "largestCount",
            min(${c}) FILTER (WHERE ${c} > $2) AS "nextSmallest", max(${c}) FILTER (WHERE ${c} < $3) AS "nextLargest"
     FROM ${table} WHERE ${c} IS NOT NULL`,
    [fractions, moments.smallest, moments.largest],
  );
  return row;
}

/** Rows that hold the value. */
export async function readCount(
  manager: EntityManager,
  { table, expression: c }: SampledColumn,
  value: number,
): Promise<number> {
  const [row] = await manager.query<[{ count: number }]>(
    `SELECT count(*)::float8 AS count FROM ${table} WHERE ${c} = $1`,
    [value],
  );
  return row.count;
}

/** Rows in bins of equal width; those outside belong to the outer bins. */
export async function readHistogram(
  manager: EntityManager,
  { table, expression: c }: SampledColumn,
  [low, high]: readonly [number, number],
  bins: number,
): Promise<number[]> {
  const rows = await manager.query<{ bin: number; count: number }[]>(
    `SELECT greatest(1, least($3::int, width_bucket(${c}, $1::float8, $2::float8, $3::int))) AS bin, count(*)::float8 AS count
     FROM ${table} WHERE ${c} IS NOT NULL GROUP BY 1`,
    [low, high, bins],
  );
  const counts = new Array<number>(bins).fill(0);
  for (const { bin, count } of rows) counts[bin - 1] = count;
  return counts;
}

export interface LevelCounts {
  readonly distinct: number;
  /** Most frequent first. */
  readonly levels: readonly { readonly value: string; readonly count: number }[];
}

export async function readLevels(
  manager: EntityManager,
  { table, expression: c }: SampledColumn,
): Promise<LevelCounts> {
  const [row] = await manager.query<[LevelCounts]>(
    `WITH found AS (SELECT ${c} AS value, count(*) AS count FROM ${table} WHERE ${c} IS NOT NULL GROUP BY ${c})
     SELECT (SELECT count(*)::float8 FROM found) AS distinct,
            (SELECT coalesce(jsonb_agg(top ORDER BY count DESC, value COLLATE "C"), '[]') FROM (
               SELECT value, count FROM found ORDER BY count DESC, value COLLATE "C" LIMIT ${comparedLevels}
             ) AS top) AS levels`,
  );
  return row;
}

/** Fractions whose quantiles part the rows in bins; none where the values themselves are few enough to be the bins. */
export function binFractions(count: number): number[] {
  const bins = Math.max(2, Math.min(mostBins, Math.floor(count / rowsPerBin)));
  return Array.from({ length: bins - 1 }, (_, place) => (place + 1) / bins);
}

export const mostValuesAsBins = mostBins;
