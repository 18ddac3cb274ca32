import { parse, type Parser } from 'csv-parse';
import { DomainError } from '#libs/platform';

export interface CsvRecord {
  /** Physical line of the file on which the record starts, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface CsvBatch {
  readonly delimiter: Delimiter;
  readonly records: readonly CsvRecord[];
}

export const delimiters = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

/** Longer ones are no tables: they would have to be held in memory. Characters. */
const maximumHeaderLength = 64 * 1024;
const maximumRecordLength = 1024 * 1024;

/**
 * The records of RFC 4180 text, in batches of what arrived together; blank lines are left out.
 * @param delimiter absent: found in the header
 */
export async function* readRecords(
  text: AsyncIterable<string>,
  delimiter?: Delimiter,
): AsyncGenerator<CsvBatch> {
  let head = '';
  let source: { parser: Parser; delimiter: Delimiter } | undefined;
  const lines = new LineCounter();
  for await (const chunk of text) {
    let next = chunk;
    if (!source) {
      head += chunk;
      const end = endOfFirstLine(head);
      if (end === undefined && head.length <= maximumHeaderLength) continue;
      source = open(delimiter ?? detectDelimiter(head.slice(0, end ?? head.length)));
      next = head;
    }
    source.parser.write(next);
    yield { delimiter: source.delimiter, records: lines.number(drain(source.parser, lines)) };
  }
  const { parser, delimiter: used } = source ?? open(delimiter ?? detectDelimiter(head));
  if (!source) parser.write(head);
  const rest = drain(parser, lines);
  parser.end();
  try {
    for await (const cells of parser) rest.push(cells as string[]);
  } catch (error) {
    throw malformed(error, lines);
  }
  yield { delimiter: used, records: lines.number(rest) };
}

/** Each record takes one line and one more per line feed inside its quoted cells. */
class LineCounter {
  next = 1;

  number(records: readonly string[][]): CsvRecord[] {
    const numbered: CsvRecord[] = [];
    for (const cells of records) {
      const line = this.next++;
      for (const cell of cells) if (cell.includes('\n')) this.next += cell.split('\n').length - 1;
      if (cells.length > 1 || cells[0]!.trim() !== '') numbered.push({ line, cells });
    }
    return numbered;
  }
}

function open(delimiter: Delimiter): { parser: Parser; delimiter: Delimiter } {
  const parser = parse({
    delimiter,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    max_record_size: maximumRecordLength,
  });
  // The error is looked up after each write; without a listener it would end the process.
  parser.on('error', () => undefined);
  return { parser, delimiter };
}

function drain(parser: Parser, lines: LineCounter): string[][] {
  const records: string[][] = [];
  for (let cells = parser.read() as string[] | null; cells; cells = parser.read() as string[] | null) {
    records.push(cells);
  }
  if (parser.errored) {
    lines.number(records);
    throw malformed(parser.errored, lines);
  }
  return records;
}

/** Broken quoting leaves it open where the next row begins, so nothing after it can be trusted. */
function malformed(error: unknown, lines: LineCounter): DomainError {
  const code = (error as { code?: string }).code;
  const detail =
    code === 'CSV_QUOTE_NOT_CLOSED'
      ? 'a quoted cell that starts here is never closed'
      : code === 'CSV_MAX_RECORD_SIZE'
        ? 'the record that starts here is too long'
        : 'a cell in the record that starts here is not quoted correctly';
  return new DomainError('import_refused', 'The file is not well-formed CSV; nothing was stored.', {
    problems: [{ pointer: `/line/${lines.next}`, detail }],
    cause: error,
  });
}

/** The one that occurs most in the header, outside quotes. */
function detectDelimiter(firstLine: string): Delimiter {
  const unquoted = firstLine.replace(/"[^"]*"/g, '');
  const count = (delimiter: Delimiter): number => unquoted.split(delimiter).length;
  return delimiters.reduce((best, candidate) => (count(candidate) > count(best) ? candidate : best));
}

function endOfFirstLine(text: string): number | undefined {
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    if (text[index] === '"') quoted = !quoted;
    else if (text[index] === '\n' && !quoted) return index;
  }
  return undefined;
}
