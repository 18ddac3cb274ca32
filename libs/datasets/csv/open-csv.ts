import { DomainError } from '#libs/platform';
import { bindHeader, type BoundHeader, type CsvLayout } from './csv-layout.js';
import { type CsvBatch, type CsvRecord, readRecords } from './csv-records.js';
import type { Delimiter } from './delimiters.js';
import { decodeText } from './text-decoding.js';

/** A file whose header fits. */
export interface OpenCsv {
  readonly header: BoundHeader;
  readonly delimiter: Delimiter;
  /** What follows the header, in batches of what arrived together. To be read once. */
  readonly records: AsyncIterable<readonly CsvRecord[]>;
  /** Gives up what is not read yet; may be called in any state. */
  close(): Promise<void>;
}

/** Bytes of a file, to be read once. */
export interface CsvSource {
  /** As the sender declares it. */
  readonly charset?: string | undefined;
  readonly delimiter?: Delimiter | undefined;
  chunks(): AsyncIterable<Uint8Array>;
  discardRest(): void;
}

/** Finds the columns in the header. @throws DomainError `import_refused` when it does not fit */
export type HeaderBinding = (header: CsvRecord) => BoundHeader;

/** @throws DomainError `import_refused` when there is no header, or one that does not fit */
export async function openCsv(upload: CsvSource, layout: CsvLayout | HeaderBinding): Promise<OpenCsv> {
  const bind = typeof layout === 'function' ? layout : (header: CsvRecord) => bindHeader(layout, header);
  const batches = readRecords(decodeText(upload.chunks(), upload.charset), upload.delimiter);
  const close = async (): Promise<void> => {
    await batches.return(undefined);
    upload.discardRest();
  };
  try {
    const first = await firstRecords(batches);
    return {
      header: bind(first.header),
      delimiter: first.delimiter,
      records: withFirst(first.rest, batches),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

interface FirstRecords {
  readonly header: CsvRecord;
  readonly delimiter: Delimiter;
  readonly rest: readonly CsvRecord[];
}

async function firstRecords(batches: AsyncGenerator<CsvBatch>): Promise<FirstRecords> {
  for (let next = await batches.next(); !next.done; next = await batches.next()) {
    const [header, ...rest] = next.value.records;
    if (header) return { header, delimiter: next.value.delimiter, rest };
  }
  throw new DomainError('import_refused', 'The file is empty; it must begin with a header.');
}

async function* withFirst(
  first: readonly CsvRecord[],
  batches: AsyncIterable<CsvBatch>,
): AsyncGenerator<readonly CsvRecord[]> {
  yield first;
  for await (const { records } of batches) yield records;
}
