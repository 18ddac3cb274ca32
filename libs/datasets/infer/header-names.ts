import type { FieldProblem } from '#libs/platform';
import type { CsvRecord } from '../csv/csv-records.js';
import { mostColumns } from '../dto/dataset-properties.js';
import { systemPrefix } from '../owned/system-columns.js';
import { unsendableName } from '../unsendable-name.js';
import { numberText } from './number-text.js';

/** PostgreSQL's limit. */
export const longestNameBytes = 63;

export interface HeaderName {
  /** As the file has it, without blanks around it, composed (NFC); of a blank one: `column_` and its position. */
  readonly header: string;
  /** Of the column; what the definition renames it to. */
  readonly name: string;
  /** From 1. */
  readonly position: number;
  readonly blank: boolean;
}

export interface HeaderReading {
  readonly names: readonly HeaderName[];
  /** By position, because the first line of a file without header is somebody's row. */
  readonly problems: readonly FieldProblem[];
}

/** The names of the columns. @param renamed what the definition calls a header instead */
export function readHeader(record: CsvRecord, renamed: ReadonlyMap<string, string>): HeaderReading {
  const line = `/line/${record.line}`;
  const problems: FieldProblem[] = [];
  const names = record.cells.map((cell, index) => {
    const text = cell.trim().normalize('NFC');
    const blank = text === '';
    const header = blank ? `column_${index + 1}` : text;
    return { header, name: renamed.get(header) ?? header, position: index + 1, blank };
  });
  if (names.length > mostColumns) {
    const detail = `has ${names.length} columns; a table can have ${mostColumns}`;
    return { names, problems: [{ pointer: line, detail }] };
  }
  if (names.every(({ header, blank }) => blank || !Number.isNaN(numberText(header, true).value))) {
    const detail = 'must be a header with the names of the columns; it holds numbers only';
    return { names, problems: [{ pointer: line, detail }] };
  }
  const headers = new Map<string, number>();
  const taken = new Map<string, number>();
  for (const { header, name, position } of names) {
    const pointer = `${line}/column/${position}`;
    const problem = nameProblem(name, header !== name);
    if (problem) problems.push({ pointer, detail: problem });
    const same = headers.get(header) ?? taken.get(name);
    if (same !== undefined) {
      const detail = headers.has(header)
        ? `has the same header as column ${same}; rename one of them in the file`
        : `would have the same name as column ${same}; give one of them another in columns`;
      problems.push({ pointer, detail });
    }
    headers.set(header, headers.get(header) ?? position);
    taken.set(name, taken.get(name) ?? position);
  }
  for (const { header, name, position } of names) {
    const other = header === name ? undefined : headers.get(name);
    // Of a later file with these headers nobody could tell which of the two columns is meant.
    if (other !== undefined && other !== position)
      problems.push({
        pointer: `${line}/column/${position}`,
        detail: `must not be renamed to what column ${other} is called`,
      });
  }
  return { names, problems };
}

function nameProblem(name: string, isRenamed: boolean): string | undefined {
  const remedy = isRenamed ? '' : '; give the column another name in columns, by this header';
  if (/\p{Cc}/u.test(name)) return 'must not contain control characters or line ends; correct it in the file';
  if (Buffer.byteLength(name) > longestNameBytes)
    return `must have at most ${longestNameBytes} bytes in UTF-8${remedy}`;
  if (name === unsendableName) return `must not be ${unsendableName}, which no JSON body can hold${remedy}`;
  if (name.startsWith(systemPrefix)) return `must not begin with ${systemPrefix}, which is ours${remedy}`;
  return undefined;
}
