import { DomainError, type FileUpload } from '#libs/platform';
import { bindHeader, type BoundHeader, type CsvLayout } from './csv-layout.js';
import { type CsvBatch, type CsvRecord, type Delimiter, readRecords } from './csv-records.js';
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

/** @throws DomainError `import_refused` when there is no header, or one that does not fit */
export async function openCsv(upload: FileUpload, layout: CsvLayout): Promise<OpenCsv> {
  const batches = readRecords(decodeText(upload.chunks(), upload.charset));
  const close = async (): Promise<void> => {
    await batches.return(undefined);
    upload.discardRest();
  };
  try {
    const first = await firstRecords(batches);
    return {
      header: bindHeader(layout, first.header),
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
