import { parse, type Parser } from 'csv-parse';
import { DomainError } from '#libs/platform';
import { chooseDelimiter, type ChosenDelimiter, deciding, type Delimiter } from './delimiters.js';

export interface CsvRecord {
  /** Physical line of the file on which the record starts, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface CsvBatch extends ChosenDelimiter {
  readonly records: readonly CsvRecord[];
}

/** Longer ones are no tables: they would have to be held in memory. Characters. */
const maximumRecordLength = 1024 * 1024;

/**
 * The records of RFC 4180 text, in batches of what arrived together; blank lines are left out.
 * @param delimiter absent: found in the first records
 */
export async function* readRecords(
  text: AsyncIterable<string>,
  delimiter?: Delimiter,
): AsyncGenerator<CsvBatch> {
  const lines = new LineCounter();
  let chosen: ChosenDelimiter | undefined = delimiter && { delimiter, alternatives: [] };
  let parser: Parser | undefined;
  let head = '';
  for await (const chunk of text) {
    head += chunk;
    chosen ??= chosenIn(head, false);
    if (!chosen) continue;
    parser ??= open(chosen.delimiter);
    parser.write(head);
    head = '';
    yield { ...chosen, records: lines.number(drain(parser, lines)) };
  }
  chosen ??= chosenIn(head, true)!;
  parser ??= open(chosen.delimiter);
  parser.write(head);
  yield { ...chosen, records: lines.number(drain(parser, lines)) };
  yield { ...chosen, records: lines.number(await finish(parser, lines)) };
}

function chosenIn(text: string, isWhole: boolean): ChosenDelimiter | undefined {
  const beginning = deciding(text, isWhole);
  return beginning === undefined ? undefined : chooseDelimiter(beginning);
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

function open(delimiter: Delimiter): Parser {
  const parser = parse({
    delimiter,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    max_record_size: maximumRecordLength,
  });
  // The error is looked up after each write; without a listener it would end the process.
  parser.on('error', () => undefined);
  return parser;
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

async function finish(parser: Parser, lines: LineCounter): Promise<string[][]> {
  const records: string[][] = [];
  parser.end();
  try {
    for await (const cells of parser) records.push(cells as string[]);
  } catch (error) {
    throw malformed(error, lines);
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
