import type { EntityManager } from 'typeorm';
import { presentValue } from '../row-expression.js';
import type { DatasetColumn, DatasetDefinition } from '../feature-schema.js';
import { sqlName } from '../sql-names.js';

/** More rows move no figure that anybody acts on. */
const mostRows = 50_000;
/** Of wide tables fewer rows are looked at, so that the answer still takes seconds. */
const mostCells = 1_250_000;
const fewestRows = 10_000;

/** A row of a table has to fit on a page of 8 kB, so wide tables are sampled in several of them. */
const columnsPerTable = 200;

/** Numbers beyond would overflow where squares are summed. */
const largestNumber = 1e150;

/** Longer texts are told apart by their beginning and a digest. */
const longestText = 200;

/** A column of the sample, as positions: no name of a user enters a statement after the sample is taken. */
export interface SampledColumn {
  readonly column: DatasetColumn;
  readonly table: string;
  /** Numbers and days (since 1970-01-01) are `float8`, everything else `text`. */
  readonly expression: string;
  readonly isNumber: boolean;
}

export interface Sample {
  readonly rowCount: number;
  readonly rows: number;
  readonly columns: readonly SampledColumn[];
  /** Holds `target_text`, and `target_number` where the target is numeric, as every table does. */
  readonly table: string;
}

/**
 * Rows of a dataset in temporary tables, all from one moment and chosen by a hash of their identifiers: the same rows
 * give the same sample, in whatever order they lie. To be called in a transaction of its own, at its beginning; from
 * then on the transaction can change nothing but temporary tables, for what a view calls runs with our rights.
 */
export async function takeSample(
  manager: EntityManager,
  definition: DatasetDefinition,
  columns: readonly DatasetColumn[],
  target: DatasetColumn | undefined,
): Promise<Sample> {
  const tables = Array.from(
    { length: Math.max(1, Math.ceil(columns.length / columnsPerTable)) },
    (_, place) => ({
      name: `pg_temp.veridict_sample_${place}`,
      columns: columns.slice(place * columnsPerTable, (place + 1) * columnsPerTable),
    }),
  );
  for (const table of tables) {
    const types = table.columns.map((column, place) => `c${place} ${isNumber(column) ? 'float8' : 'text'}`);
    await manager.query(
      `CREATE TEMPORARY TABLE ${table.name} (${['row_hash bigint', 'target_text text', 'target_number float8', ...types].join(', ')}) ON COMMIT DROP`,
    );
  }
  await manager.query('SET TRANSACTION READ ONLY');
  // What a compiled plan saves on such rows is less than compiling it takes.
  await manager.query('SET LOCAL jit = off');
  const [{ rows: rowCount }] = await manager.query<[{ rows: number }]>(
    `SELECT count(*)::float8 AS rows FROM ${definition.relation}`,
  );
  const identifier = sqlName(definition.identifier);
  const chosen = chosenRows(identifier, rowCount, columns.length);
  for (const table of tables) {
    const values = [
      `hashtextextended(${identifier}::text, 0)`,
      target ? targetText(target) : 'NULL::text',
      target?.kind === 'numeric' ? numberOf(target) : 'NULL::float8',
      ...table.columns.map((column) => (isNumber(column) ? numberOf(column) : textOf(column))),
    ];
    await manager.query(
      `INSERT INTO ${table.name} SELECT ${values.join(', ')} FROM ${definition.relation} AS source${chosen}`,
    );
  }
  const first = tables[0]!.name;
  const [{ rows }] = await manager.query<[{ rows: number }]>(`SELECT count(*)::float8 AS rows FROM ${first}`);
  return {
    rowCount,
    rows,
    table: first,
    columns: tables.flatMap(({ name, columns: own }) =>
      own.map((column, place) => ({
        column,
        table: name,
        expression: `c${place}`,
        isNumber: isNumber(column),
      })),
    ),
  };
}

function chosenRows(identifier: string, rowCount: number, columnCount: number): string {
  const most = Math.max(fewestRows, Math.min(mostRows, Math.floor(mostCells / Math.max(1, columnCount))));
  if (rowCount <= most) return '';
  // Four standard deviations less, so that there are not more.
  const share = (most - 4 * Math.sqrt(most)) / rowCount;
  return ` WHERE (hashtextextended(${identifier}::text, 1) & 2147483647) < ${Math.floor(share * 2 ** 31)}`;
}

const isNumber = ({ kind }: DatasetColumn): boolean => kind === 'numeric' || kind === 'date';

/** Null where no model would see a number: infinite, not a number, not a day. */
function numberOf(column: DatasetColumn): string {
  const value = `(${presentValue(column)})`;
  if (column.kind === 'date')
    return `CASE WHEN isfinite(${value}) THEN (${value}::date - DATE '1970-01-01')::float8 END`;
  return `CASE WHEN abs(${value}::float8) <= ${largestNumber} THEN ${value}::float8 END`;
}

/** Null where a model would see none: its words for missing. */
function textOf(column: DatasetColumn): string {
  const text = `(${presentValue(column)})::text`;
  return `CASE WHEN ${text} IN ('', 'nan', 'None') THEN NULL WHEN length(${text}) > ${longestText} THEN left(${text}, ${longestText}) || '… ' || md5(${text}) ELSE ${text} END`;
}

const targetText = (target: DatasetColumn): string =>
  target.kind === 'numeric' ? `(${numberOf(target)})::text` : textOf(target);
