import { DomainError, type FieldProblem } from '#libs/platform';
import { type CsvRecord, readRecords } from '../csv/csv-records.js';
import type { ChosenDelimiter, Delimiter } from '../csv/delimiters.js';
import { maximumRefusals } from '../csv/row-reader.js';
import { type Charset, decodeText } from '../csv/text-decoding.js';
import { ColumnObserver } from './column-observer.js';
import { type HeaderName, readHeader } from './header-names.js';
import { isNamedLikeIdentifier } from './identifier-names.js';
import { defaultMissingMarkers, MissingMarkers } from './missing-markers.js';

/** What the caller already knows of the file; the rest is found out. */
export interface InferenceOptions {
  readonly delimiter?: Delimiter;
  readonly charset?: Charset;
  /** Absent: a comma may be the decimal mark where it is not the delimiter. */
  readonly decimalComma?: boolean;
  readonly missingMarkers?: readonly string[];
  /** Absent: looked for. */
  readonly identifier?: string | null;
  /** What headers are renamed to. */
  readonly names: ReadonlyMap<string, string>;
  /** By header. */
  readonly missingValues: ReadonlyMap<string, readonly (number | string)[]>;
  readonly onProgress?: (rowsRead: number) => void;
}

export interface ObservedColumn extends HeaderName {
  readonly observed: ColumnObserver;
}

export interface ObservedTable extends ChosenDelimiter {
  readonly charset: Charset;
  readonly decimalComma: boolean;
  readonly rowCount: number;
  readonly columns: readonly ObservedColumn[];
}

/** Texts that are counted in all columns together: what they take of memory is some 100 bytes each. */
const mostLevelsInAll = 600_000;
const mostLevelsPerColumn = 10_000;
/** Each takes 32 MB in a file of a million rows. */
const mostWatchedColumns = 3;

/**
 * One pass over a whole file, in memory that does not grow with it.
 * @throws DomainError `import_refused` with every ragged row, or everything wrong with the header
 */
export async function inferTable(
  bytes: AsyncIterable<Uint8Array>,
  options: InferenceOptions,
): Promise<ObservedTable> {
  let charset: Charset = 'utf-8';
  const text = decodeText(bytes, options.charset, (found) => (charset = found));
  let table: TableObserver | undefined;
  for await (const { records, ...chosen } of readRecords(text, options.delimiter)) {
    for (const record of records) {
      if (table) table.observe(record);
      else table = new TableObserver(record, chosen, options);
    }
    if (table) options.onProgress?.(table.rowCount);
  }
  if (!table) throw new DomainError('import_refused', 'The file is empty; it must begin with a header.');
  return { ...table.finish(), charset };
}

class TableObserver {
  rowCount = 0;
  private readonly columns: readonly ObservedColumn[];
  private readonly ragged: FieldProblem[] = [];
  private raggedRows = 0;
  private readonly decimalComma: boolean;

  constructor(
    header: CsvRecord,
    private readonly chosen: ChosenDelimiter,
    options: InferenceOptions,
  ) {
    const { names, problems } = readHeader(header, options.names);
    if (problems.length > 0) {
      throw new DomainError('import_refused', 'The header does not fit; nothing was stored. See errors.', {
        problems,
      });
    }
    this.decimalComma = options.decimalComma ?? chosen.delimiter !== ',';
    const mostLevels = Math.min(mostLevelsPerColumn, Math.floor(mostLevelsInAll / names.length));
    const markers = new MissingMarkers(options.missingMarkers ?? defaultMissingMarkers);
    const watched = new Set(watchedNames(names, options.identifier));
    this.columns = names.map((name) => ({
      ...name,
      observed: new ColumnObserver({
        decimalComma: this.decimalComma,
        markers,
        missingValues: options.missingValues.get(name.header) ?? [],
        mostLevels,
        watchUniqueness: watched.has(name.name),
      }),
    }));
  }

  observe({ line, cells }: CsvRecord): void {
    this.rowCount++;
    const width = this.columns.length;
    if (cells.length !== width) {
      this.raggedRows++;
      if (this.ragged.length < maximumRefusals)
        this.ragged.push({
          pointer: `/line/${line}`,
          detail: `has ${cells.length} cells where the header has ${width}`,
        });
      return;
    }
    for (let index = 0; index < width; index++) this.columns[index]!.observed.observe(cells[index]!, line);
  }

  finish(): Omit<ObservedTable, 'charset'> {
    if (this.raggedRows > 0) {
      throw new DomainError(
        'import_refused',
        `${this.raggedRows} of ${this.rowCount} rows do not have as many cells as the header; nothing was stored. Quote cells that contain the delimiter or a line end.`,
        { problems: this.ragged, members: { rows_read: this.rowCount, rows_refused: this.raggedRows } },
      );
    }
    if (this.rowCount === 0) {
      throw new DomainError(
        'import_refused',
        'The file has a header and no row: nothing tells what its columns hold.',
      );
    }
    const { chosen, decimalComma, rowCount, columns } = this;
    return { ...chosen, decimalComma, rowCount, columns };
  }
}

function watchedNames(names: readonly HeaderName[], identifier: string | null | undefined): string[] {
  if (identifier !== undefined) return identifier === null ? [] : [identifier];
  return names
    .map(({ name }) => name)
    .filter(isNamedLikeIdentifier)
    .slice(0, mostWatchedColumns);
}
