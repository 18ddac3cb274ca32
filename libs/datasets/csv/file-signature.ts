import { DomainError } from '#libs/platform';

/** Enough to know a file by; a zip archive names its first entry within it. Bytes. */
const beginningBytes = 512;

/** What people send instead of text, by how it begins, and what to do about it. */
const signatures: readonly { readonly bytes: readonly string[]; readonly refusal: string }[] = [
  { bytes: ['\xFF\xFE\0\0', '\0\0\xFE\xFF'], refusal: 'The file is text in UTF-32; save it as UTF-8' },
  {
    bytes: ['\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1'],
    refusal: 'The file is an Excel workbook (xls) or another old Office document; save its sheet as CSV',
  },
  // The first field of its first header follows: a column may be called PAR1.
  { bytes: ['PAR1\x15'], refusal: 'The file is a Parquet table; write its rows as CSV' },
  {
    bytes: ['ARROW1\0\0', 'FEA1\0\0'],
    refusal: 'The file is an Arrow or Feather table; write its rows as CSV',
  },
  {
    bytes: ['SQLite format 3\0'],
    refusal: 'The file is an SQLite database; write the rows of its table as CSV',
  },
  { bytes: ['%PDF-'], refusal: 'The file is a PDF document; a table has to be sent as CSV' },
  { bytes: ['\x1F\x8B'], refusal: 'The file is compressed with gzip; unpack it' },
  { bytes: ['\x28\xB5\x2F\xFD'], refusal: 'The file is compressed with Zstandard; unpack it' },
  { bytes: ['\xFD7zXZ\0'], refusal: 'The file is compressed with xz; unpack it' },
  { bytes: ['7z\xBC\xAF\x27\x1C'], refusal: 'The file is a 7-Zip archive; unpack it' },
];

/** The same bytes, in chunks of which the first tells what the file is. */
export async function* withWholeBeginning(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let beginning: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (!beginning) {
      yield chunk;
      continue;
    }
    beginning = Buffer.concat([beginning, chunk]);
    if (beginning.length < beginningBytes) continue;
    yield beginning;
    beginning = undefined;
  }
  if (beginning && beginning.length > 0) yield beginning;
}

/** @throws DomainError `import_refused`, which says what the file is instead of text, and what to send */
export function requireText(beginning: Uint8Array): void {
  const begins = Buffer.from(beginning.subarray(0, beginningBytes)).toString('latin1');
  const known = signatures.find(({ bytes }) => bytes.some((signature) => begins.startsWith(signature)));
  const refusal = begins.startsWith('PK\x03\x04') ? archiveRefusal(begins) : known?.refusal;
  if (refusal !== undefined) throw new DomainError('import_refused', `${refusal} and send it again.`);
}

/** Spreadsheets are zip archives whose first entry has a name of their kind. */
function archiveRefusal(begins: string): string {
  const firstEntry = begins.slice(30);
  if (/^(\[Content_Types\]\.xml|_rels\/|xl\/|docProps\/)/.test(firstEntry))
    return 'The file is an Excel workbook (xlsx); save its sheet as CSV';
  if (firstEntry.startsWith('mimetypeapplication/vnd.oasis.opendocument'))
    return 'The file is an OpenDocument spreadsheet (ods); save its sheet as CSV';
  return 'The file is a zip archive; unpack it';
}

export type Utf16 = 'utf-16le' | 'utf-16be';

/** By the byte order mark. Nothing else begins so: in UTF-8 these bytes do not occur. */
export function markedUtf16(beginning: Uint8Array): Utf16 | undefined {
  const [first, second] = beginning;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}

/**
 * Without a mark: of the first line every second byte is zero, as it is in the names of Western columns.
 * @throws DomainError `import_refused` for other zero bytes, which no text has
 */
export function unmarkedUtf16(beginning: Uint8Array): Utf16 | undefined {
  const bytes = beginning.subarray(0, beginningBytes);
  const end = bytes.indexOf(0x0a);
  const line = bytes.subarray(0, end < 0 ? bytes.length : end);
  if (!line.includes(0)) return undefined;
  const zerosAt = (remainder: 0 | 1) =>
    line.every((byte, place) => (byte === 0) === (place % 2 === remainder));
  if (zerosAt(1)) return 'utf-16le';
  // The zero of the line end stands before it.
  if (zerosAt(0)) return 'utf-16be';
  throw new DomainError(
    'import_refused',
    'The file begins with bytes that are no text; send CSV in UTF-8, UTF-16 or Windows-1252, or say its encoding.',
  );
}
