import { DomainError, type FieldProblem } from '#libs/platform';
import { type CellReader, fold } from './cells.js';
import type { CsvRecord } from './csv-records.js';
import { nearestName } from '../nearest-name.js';

/** One header that files may have, and the table column that its cells go to. */
export interface CsvColumn {
  readonly header: string;
  /** Two headers may lead to one column (a date and the age computed from it); a file has one of them. */
  readonly column: string;
  /** The file must have a header that leads to this column. */
  readonly required: boolean;
  readonly read: CellReader;
}

export interface CsvLayout {
  readonly columns: readonly CsvColumn[];
  /** Headers that are known and not stored; `''` is an unnamed column. Any other header is refused. */
  readonly ignored: readonly string[];
}

export interface BoundHeader {
  readonly columns: readonly (CsvColumn & { readonly index: number })[];
  readonly ignoredColumns: readonly string[];
  readonly width: number;
}

/**
 * Finds each column of the layout in the file's header, whatever the order, case and accents.
 * @throws DomainError `import_refused` with every problem; names of the file are not echoed, because the
 *   first line of a file without header is somebody's row
 */
export function bindHeader(layout: CsvLayout, header: CsvRecord): BoundHeader {
  const line = `/line/${header.line}`;
  const known = new Map(layout.columns.map((column) => [fold(column.header), column]));
  const ignored = new Map(layout.ignored.map((name) => [fold(name), name]));
  const columns: BoundHeader['columns'][number][] = [];
  const ignoredColumns: string[] = [];
  const problems: FieldProblem[] = [];
  header.cells.forEach((cell, index) => {
    const name = fold(cell);
    const column = known.get(name);
    const pointer = `${line}/column/${index + 1}`;
    if (column) {
      const other = columns.find((bound) => bound.column === column.column);
      if (other)
        problems.push({ pointer, detail: `gives ${column.column} a second time; keep one of the two` });
      else columns.push({ ...column, index });
    } else if (ignored.has(name)) {
      ignoredColumns.push(ignored.get(name) || '(unnamed)');
    } else {
      const nearest = nearestName(name, [...known.keys(), ...ignored.keys()]);
      const hint = nearest ? `; did you mean ${known.get(nearest)?.header ?? ignored.get(nearest)}?` : '';
      problems.push({ pointer, detail: `is no known column${hint}` });
    }
  });
  if (columns.length === 0) {
    throw new DomainError(
      'import_refused',
      `The first line must be a header with the names of the columns: ${names(layout)}.`,
      { problems: [{ pointer: line, detail: 'names no known column' }] },
    );
  }
  const present = new Set(columns.map((bound) => bound.column));
  for (const column of new Set(
    layout.columns.filter(({ required }) => required).map((each) => each.column),
  )) {
    if (present.has(column)) continue;
    const headers = layout.columns.filter((each) => each.column === column).map((each) => each.header);
    problems.push({ pointer: line, detail: `lacks the column ${headers.join(' or ')}` });
  }
  if (problems.length > 0) {
    throw new DomainError('import_refused', 'The header does not fit; nothing was stored. See errors.', {
      problems,
    });
  }
  return { columns, ignoredColumns, width: header.cells.length };
}

function names(layout: CsvLayout): string {
  return layout.columns.map(({ header }) => header).join(', ');
}
