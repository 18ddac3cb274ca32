import type { DataSource } from 'typeorm';
import { DomainError } from '#libs/platform';
import { copyRecords } from '../csv/copy-records.js';
import { openCsv } from '../csv/open-csv.js';
import { maximumRefusals, RowReader } from '../csv/row-reader.js';
import { columnOf } from '../feature-schema.js';
import { bindColumns } from '../owned/bind-columns.js';
import { columnType } from '../owned/owned-table.js';
import { sqlName } from '../sql-names.js';
import type { ProposedDataset } from './propose-dataset.js';
import { refusalProblem } from './refused-rows.js';
import type { SpooledFile } from './spooled-file.js';

/** The refusal of a file in which identifiers repeat, with the lines that do. Stores nothing. */
export function repeatedIdentifiers(
  database: DataSource,
  file: SpooledFile,
  { definition, table }: ProposedDataset,
): Promise<DomainError> {
  const { identifier } = definition;
  const name = sqlName(identifier);
  return database.transaction(async (manager) => {
    const type = columnType(columnOf(definition, identifier), definition);
    await manager.query(
      `CREATE TEMPORARY TABLE identifiers (veridict_line bigint, ${name} ${type}) ON COMMIT DROP`,
    );
    const csv = await openCsv(file.source(table.charset, table.delimiter), (header) => {
      const bound = bindColumns(definition, header, { ignoreUnknown: false });
      return { ...bound, columns: bound.columns.filter(({ column }) => column === identifier) };
    });
    try {
      await copyRecords(manager, csv, new RowReader(csv.header, table.decimalComma), {
        relation: 'pg_temp.identifiers',
        lineColumn: 'veridict_line',
        partial: false,
        onProgress: () => undefined,
      });
    } finally {
      await csv.close();
    }
    const repeats = await manager.query<{ line: number; first: number; total: number }[]>(
      `SELECT veridict_line::float8 AS line, first::float8, (count(*) OVER ())::float8 AS total
       FROM (SELECT veridict_line, min(veridict_line) OVER (PARTITION BY ${name}) AS first FROM pg_temp.identifiers) AS rows
       WHERE veridict_line <> first ORDER BY veridict_line LIMIT ${maximumRefusals}`,
    );
    const total = repeats[0]?.total ?? 0;
    return new DomainError(
      'import_refused',
      `${total} rows repeat the identifier of an earlier row, so nothing was stored. Take them out, or let id_column name another column, or null to number the rows.`,
      {
        problems: repeats.map(({ line, first }) =>
          refusalProblem({ line, column: identifier, detail: `repeats the identifier of line ${first}` }),
        ),
        members: { rows_refused: total, refusals_truncated: total > repeats.length },
      },
    );
  });
}
