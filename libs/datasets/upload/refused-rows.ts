import { DomainError, type FieldProblem } from '#libs/platform';
import type { Refusal, RowReader } from '../csv/row-reader.js';

export function refusalProblem({ line, column, detail }: Refusal): FieldProblem {
  const within = column === null ? '' : `/${column.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  return { pointer: `/line/${line}${within}`, detail };
}

/** The refusal of a whole file because of some of its rows. @param remedy a sentence: what to do */
export function refusedRows(reader: RowReader, remedy: string): DomainError {
  const { rowsRead, rowsRefused, refusals, refusalsTruncated } = reader;
  return new DomainError(
    'import_refused',
    `${rowsRefused} of ${rowsRead} rows cannot be taken, so nothing was stored. ${remedy}`,
    {
      problems: refusals.map(refusalProblem),
      members: {
        rows_read: rowsRead,
        rows_refused: rowsRefused,
        refusals_truncated: refusalsTruncated,
      },
    },
  );
}
