import type { EntityManager } from 'typeorm';
import { type EmployeeImportReport, incompleteEmployees, refusalsOf, refusedRows } from './import-report.js';
import type { ReceivedFile } from './receive-extracts.js';

/** From what was received through raw, staging and employees to the mart, by the functions of the migrations. */
export async function runStages(
  manager: EntityManager,
  importId: number,
  received: readonly ReceivedFile[],
  dryRun: boolean,
  startedAt: number,
): Promise<EmployeeImportReport> {
  const taken = { inserted: 0, updated: 0 };
  const stored = new Map<string, number>();
  for (const { source } of received) {
    const [kept] = await manager.query<[{ rows: number }]>(
      `SELECT staging.keep_${source.name}($1)::float8 AS rows`,
      [importId],
    );
    stored.set(source.name, kept.rows);
    const [counts] = await manager.query<[typeof taken]>(
      `SELECT inserted::float8, updated::float8 FROM staging.take_${source.name}($1)`,
      [importId],
    );
    taken.inserted += counts.inserted;
    taken.updated += counts.updated;
  }
  const [merged] = await manager.query<[typeof taken]>(
    'SELECT inserted::float8, updated::float8 FROM staging.merge_employees($1)',
    [importId],
  );
  const [{ total }] = await manager.query<[{ total: number }]>(
    'SELECT count(*)::float8 AS total FROM mart.employee_features',
  );
  const refusedBySource = await refusedRows(manager, importId);
  const files = received.map(({ source, fileName, rowsRead, ignoredColumns }) => ({
    source: source.name,
    file_name: fileName,
    rows_read: rowsRead,
    rows_refused: refusedBySource.get(source.name)?.refused ?? 0,
    rows_stored: stored.get(source.name)!,
    ignored_columns: ignoredColumns,
  }));
  const sum = (count: (file: (typeof files)[number]) => number): number =>
    files.reduce((all, file) => all + count(file), 0);
  const rowsRead = sum((file) => file.rows_read);
  const rowsRefused = sum((file) => file.rows_refused);
  const rowsStored = sum((file) => file.rows_stored);
  const misfits = [...refusedBySource.values()].reduce((all, each) => all + each.misfits, 0);
  return {
    import_id: importId,
    dry_run: dryRun,
    files,
    rows_read: rowsRead,
    rows_refused: rowsRefused,
    ...(await refusalsOf(manager, importId)),
    raw: { inserted: rowsStored, updated: 0, unchanged: rowsRead - rowsStored - misfits },
    staging: { ...taken, unchanged: rowsRead - rowsRefused - taken.inserted - taken.updated },
    incomplete: await incompleteEmployees(manager),
    mart: { ...merged, unchanged: total - merged.inserted - merged.updated, total },
    duration_ms: Math.round(performance.now() - startedAt),
  };
}
