import type { ClientBase } from 'pg';
import { type CellValue, CellProblem, type OpenCsv, RowCopy } from '#libs/datasets';
import type { SourceName } from '../employee-sources.js';

/**
 * A file into the temporary table `delivered_<source>`, as text, with the line of each row. A row that does not fit
 * the header is noted there with the reason.
 * @returns rows read
 */
export async function copyExtract(
  client: ClientBase,
  source: SourceName,
  { header, records }: OpenCsv,
  onProgress: (rowsRead: number) => void,
): Promise<number> {
  const columns = header.columns.map(({ column }) => column);
  const copy = new RowCopy(client, `pg_temp.delivered_${source}`, ['line', 'refusal', ...columns]);
  let rowsRead = 0;
  try {
    for await (const batch of records) {
      await copy.write(batch.map(({ line, cells }) => [line, ...rowOf(cells, header)]));
      rowsRead += batch.length;
      onProgress(rowsRead);
    }
    await copy.finish();
    return rowsRead;
  } catch (error) {
    await copy.abandon();
    throw error;
  }
}

/** The reason why the row does not fit, or null; then the cells. */
function rowOf(cells: readonly string[], { columns, width }: OpenCsv['header']): CellValue[] {
  const refused = (reason: string): CellValue[] => [reason, ...columns.map(() => null)];
  if (cells.length !== width) return refused(`has ${cells.length} cells where the header has ${width}`);
  const values: CellValue[] = [];
  for (const { index, header, read } of columns) {
    const value = read(cells[index]!, false);
    if (value instanceof CellProblem) return refused(`${header} ${value.detail}`);
    values.push(value);
  }
  return [null, ...values];
}
