import type { EntityManager } from 'typeorm';
import { maximumRefusals } from '#libs/datasets';
import type { SourceName } from '../employee-sources.js';

/** Rows by what became of them. */
export interface StageCounts {
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
}

export interface ImportedFile {
  readonly source: SourceName;
  readonly file_name: string;
  readonly rows_read: number;
  readonly rows_refused: number;
  /** Kept in `raw`, because they say something new. */
  readonly rows_stored: number;
  readonly ignored_columns: readonly string[];
}

export interface RefusedField {
  readonly source: SourceName;
  readonly file_name: string;
  readonly line: number;
  /** null where the row as a whole does not fit. */
  readonly field: string | null;
  readonly detail: string;
}

export interface IncompleteEmployee {
  readonly id: number;
  readonly missing: readonly SourceName[];
}

export interface EmployeeImportReport {
  readonly import_id: number;
  readonly dry_run: boolean;
  readonly files: readonly ImportedFile[];
  readonly rows_read: number;
  readonly rows_refused: number;
  readonly refusals: readonly RefusedField[];
  readonly refusals_truncated: boolean;
  readonly raw: StageCounts;
  readonly staging: StageCounts;
  readonly incomplete: {
    readonly total: number;
    readonly missing: Readonly<Record<SourceName, number>>;
    readonly employees: readonly IncompleteEmployee[];
  };
  readonly mart: StageCounts & { readonly total: number };
  readonly duration_ms: number;
}

/** Incomplete employees that a report names. */
export const maximumIncomplete = 100;

/** A file that is named twice in a row gets the refusals of the first time. */
const filesWithRefusals = `
  FROM raw.import_files f JOIN staging.refused_rows r
    ON r.source = f.source AND r.import_id = coalesce(f.repeats, f.import_id)
  WHERE f.import_id = $1`;

export async function refusalsOf(
  manager: EntityManager,
  importId: number,
): Promise<Pick<EmployeeImportReport, 'refusals' | 'refusals_truncated'>> {
  const rows = await manager.query<RefusedField[]>(
    `SELECT f.source, f.file_name, r.line::int, nullif(r.field, '') AS field, r.reason AS detail ${filesWithRefusals}
     ORDER BY array_position(ARRAY['sirh', 'eval', 'sondage'], f.source), r.line, r.field LIMIT $2`,
    [importId, maximumRefusals + 1],
  );
  return { refusals: rows.slice(0, maximumRefusals), refusals_truncated: rows.length > maximumRefusals };
}

export interface RefusedRows {
  readonly refused: number;
  /** Of these, rows that do not fit the header: `raw` cannot hold them. */
  readonly misfits: number;
}

/** By source; a source without refused rows is absent. */
export async function refusedRows(
  manager: EntityManager,
  importId: number,
): Promise<ReadonlyMap<string, RefusedRows>> {
  const rows = await manager.query<(RefusedRows & { readonly source: string })[]>(
    `SELECT f.source, count(DISTINCT r.line)::int AS refused,
            (count(*) FILTER (WHERE r.field = ''))::int AS misfits ${filesWithRefusals} GROUP BY f.source`,
    [importId],
  );
  return new Map(rows.map((row) => [row.source, row]));
}

export async function incompleteEmployees(
  manager: EntityManager,
): Promise<EmployeeImportReport['incomplete']> {
  const [counts] = await manager.query<[Record<'total' | SourceName, number>]>(
    `SELECT count(*)::int AS total,
            (count(*) FILTER (WHERE 'sirh' = ANY (missing)))::int AS sirh,
            (count(*) FILTER (WHERE 'eval' = ANY (missing)))::int AS eval,
            (count(*) FILTER (WHERE 'sondage' = ANY (missing)))::int AS sondage
     FROM staging.incomplete_employees`,
  );
  const { total, ...missing } = counts;
  const employees = await manager.query<IncompleteEmployee[]>(
    `SELECT id_employee::float8 AS id, missing FROM staging.incomplete_employees ORDER BY id_employee LIMIT ${maximumIncomplete}`,
  );
  return { total, missing, employees };
}
