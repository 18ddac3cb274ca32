import type { ClientBase } from 'pg';
import type { EntityManager } from 'typeorm';
import { type NamedCsvUpload, type OpenCsv, openCsv } from '#libs/datasets';
import { DomainError, type FieldProblem } from '#libs/platform';
import { type EmployeeSource, employeeSources, type SourceName } from '../employee-sources.js';
import { copyExtract } from './copy-extract.js';
import { extractLayout } from './extract-layout.js';

export interface ReceivedFile {
  readonly source: EmployeeSource;
  readonly fileName: string;
  readonly rowsRead: number;
  readonly ignoredColumns: readonly string[];
}

/**
 * Each file into its temporary table, and what is to be remembered of it into `raw.import_files`. A header that does
 * not fit does not hide those of the files after it.
 * @throws DomainError `import_refused`
 */
export async function receiveExtracts(
  manager: EntityManager,
  importId: number,
  files: AsyncIterable<NamedCsvUpload>,
  onProgress: (source: SourceName, rowsRead: number) => void,
): Promise<ReceivedFile[]> {
  const received: ReceivedFile[] = [];
  const problems: FieldProblem[] = [];
  for await (const file of files) {
    const source = employeeSources.find(({ name }) => name === file.field)!;
    let csv: OpenCsv;
    try {
      csv = await openCsv(file.upload, extractLayout(source));
    } catch (error) {
      problems.push(...problemsOf(error, source));
      continue;
    }
    try {
      const rowsRead = await receive(manager, importId, source, file, csv, (rows) =>
        onProgress(source.name, rows),
      );
      const { ignoredColumns } = csv.header;
      received.push({ source, fileName: file.fileName, rowsRead, ignoredColumns });
    } catch (error) {
      // The transaction can take no more after a COPY that was broken off.
      throw unreadable([...problems, ...problemsOf(error, source)]);
    } finally {
      await csv.close();
    }
  }
  if (problems.length > 0) throw unreadable(problems);
  return received;
}

async function receive(
  manager: EntityManager,
  importId: number,
  source: EmployeeSource,
  { fileName, hash }: NamedCsvUpload,
  csv: OpenCsv,
  onProgress: (rowsRead: number) => void,
): Promise<number> {
  const { name, key, delivered, unused } = source;
  const columns = [key, ...Object.values(delivered), ...unused].map((column) => `"${column}" text`);
  await manager.query(
    `CREATE TEMPORARY TABLE delivered_${name} (line bigint NOT NULL, refusal text, ${columns.join(', ')}) ON COMMIT DROP`,
  );
  const client = (await manager.queryRunner!.connect()) as ClientBase;
  const rowsRead = await copyExtract(client, name, csv, onProgress);
  await manager.query(`ANALYZE pg_temp.delivered_${name}`);
  await manager.query(
    `INSERT INTO raw.import_files (import_id, source, file_name, sha256, decimal_comma, rows_read, repeats)
     SELECT $1, $2::text, $3, $4::text, $5, $6,
            (SELECT CASE WHEN sha256 = $4 THEN coalesce(repeats, import_id) END
             FROM raw.import_files WHERE source = $2 ORDER BY import_id DESC LIMIT 1)`,
    [importId, name, fileName, hash.digest('hex'), csv.delimiter !== ',', rowsRead],
  );
  return rowsRead;
}

function unreadable(problems: readonly FieldProblem[]): DomainError {
  return new DomainError('import_refused', 'Not every file can be read; nothing was stored. See errors.', {
    problems,
  });
}

/** With the file's field in front. @throws what is no problem of the file */
function problemsOf(error: unknown, { name }: EmployeeSource): FieldProblem[] {
  if (!(error instanceof DomainError) || error.code !== 'import_refused') throw error;
  if (error.problems.length === 0) return [{ pointer: `/${name}`, detail: error.detail }];
  return error.problems.map(({ pointer, detail }) => ({ pointer: `/${name}${pointer}`, detail }));
}
