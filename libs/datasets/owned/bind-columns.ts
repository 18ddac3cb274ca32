import { DomainError, type FieldProblem } from '#libs/platform';
import type { CsvRecord } from '../csv/csv-records.js';
import type { BoundHeader } from '../csv/csv-layout.js';
import type { DatasetDefinition } from '../feature-schema.js';
import { nearestName } from '../nearest-name.js';
import { columnCell } from './column-cells.js';
import { systemPrefix } from './system-columns.js';

export interface BindingOptions {
  /** Leave out columns that the dataset does not have, instead of refusing the file. */
  readonly ignoreUnknown: boolean;
}

/**
 * Finds each column of a dataset in the header of a file, in any order: by its name or one of its aliases, exactly.
 * Our own columns, which exports have, are left out. Columns that may be missing may be left out.
 * @throws DomainError `import_refused` with every problem
 */
export function bindColumns(
  definition: DatasetDefinition,
  header: CsvRecord,
  { ignoreUnknown }: BindingOptions,
): BoundHeader {
  const line = `/line/${header.line}`;
  const known = new Map(
    definition.columns.flatMap((column) =>
      [column.name, ...(column.aliases ?? [])].map((name) => [name, column] as const),
    ),
  );
  const columns: BoundHeader['columns'][number][] = [];
  const ignoredColumns: string[] = [];
  const problems: FieldProblem[] = [];
  const taken = new Map<string, number>();
  header.cells.forEach((cell, index) => {
    const text = cell.trim().normalize('NFC');
    const name = text === '' ? `column_${index + 1}` : text;
    const column = known.get(name);
    const pointer = `${line}/column/${index + 1}`;
    if (!column) {
      const isKnown = name.startsWith(systemPrefix) || name === definition.identifier;
      if (isKnown) ignoredColumns.push(name);
      else if (ignoreUnknown) ignoredColumns.push(`column ${index + 1}`);
      else
        problems.push({
          pointer,
          detail: `is no column of the dataset${didYouMean(name, [...known.keys()])}`,
        });
      return;
    }
    const other = taken.get(column.name);
    if (other !== undefined) {
      problems.push({ pointer, detail: `gives the same column as column ${other}; keep one of the two` });
      return;
    }
    taken.set(column.name, index + 1);
    columns.push({
      header: column.name,
      column: column.name,
      required: !column.nullable,
      read: columnCell(column, definition),
      index,
    });
  });
  for (const { name, nullable, optional } of definition.columns)
    if (!taken.has(name) && !nullable && !optional)
      problems.push({ pointer: line, detail: `lacks the column ${name}` });
  if (columns.length === 0)
    problems.unshift({ pointer: line, detail: 'must be a header; it names no column of the dataset' });
  if (problems.length > 0) {
    throw new DomainError('import_refused', 'The header does not fit; nothing was stored. See errors.', {
      problems,
    });
  }
  return { columns, ignoredColumns, width: header.cells.length };
}

function didYouMean(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  return nearest === undefined ? '' : `; did you mean ${nearest}?`;
}
