import { isAscii, isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { DomainError } from '#libs/platform';
import { markedUtf16, requireText, unmarkedUtf16, withWholeBeginning } from './file-signature.js';

export const charsets = ['utf-8', 'windows-1252', 'utf-16le', 'utf-16be'] as const;
export type Charset = (typeof charsets)[number];

const encodings: Readonly<Record<string, Charset | 'utf-16'>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'us-ascii': 'utf-8',
  'windows-1252': 'windows-1252',
  'iso-8859-1': 'windows-1252',
  latin1: 'windows-1252',
  'utf-16': 'utf-16',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
};

const names: Readonly<Record<Charset, string>> = {
  'utf-8': 'UTF-8',
  'windows-1252': 'Windows-1252',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16',
};

/**
 * Text from bytes in UTF-8, UTF-16 (each with or without byte order mark) or Windows-1252. A mark of UTF-16 counts for
 * more than what the sender declares. Where nothing is declared, the first bytes beyond ASCII decide: Western text in
 * Windows-1252 is practically never valid UTF-8.
 * @param onCharset told once it is certain; never of text that is all ASCII
 * @throws DomainError `import_refused` for what is no text: workbooks, archives
 */
export async function* decodeText(
  chunks: AsyncIterable<Uint8Array>,
  charset: string | undefined,
  onCharset: (charset: Charset) => void = () => undefined,
): AsyncGenerator<string> {
  const told = charset === undefined ? undefined : declared(charset);
  const use = (chosen: Charset): TextReader => {
    onCharset(chosen);
    return new TextReader(chosen);
  };
  let reader: TextReader | undefined;
  let undecided: Buffer | undefined;
  for await (const chunk of withWholeBeginning(chunks)) {
    if (!undecided) {
      undecided = Buffer.alloc(0);
      const chosen = charsetOf(chunk, told);
      if (chosen !== undefined) reader = use(chosen);
    }
    if (reader) {
      yield reader.read(chunk);
      continue;
    }
    const block = Buffer.concat([undecided, chunk]);
    const complete = block.subarray(0, block.length - incompleteTail(block));
    undecided = Buffer.from(block.subarray(complete.length));
    if (isAscii(complete)) {
      if (complete.length > 0) yield complete.toString('latin1');
      continue;
    }
    reader = use(isUtf8(complete) ? 'utf-8' : 'windows-1252');
    yield reader.read(block);
  }
  if (reader) yield reader.finish();
  else if (undecided && undecided.length > 0) yield use('windows-1252').read(undecided);
}

function declared(charset: string): Charset | 'utf-16' {
  const encoding = encodings[charset.toLowerCase()];
  if (encoding) return encoding;
  throw new DomainError(
    'unsupported_media_type',
    'Send the file in UTF-8, UTF-16 or Windows-1252, or leave charset out.',
  );
}

/** Undefined: the file is to be looked at further. */
function charsetOf(beginning: Uint8Array, told: Charset | 'utf-16' | undefined): Charset | undefined {
  requireText(beginning);
  const marked = markedUtf16(beginning);
  if (marked !== undefined) return marked;
  if (told === 'utf-16') return unmarkedUtf16(beginning) ?? 'utf-16le';
  return told ?? unmarkedUtf16(beginning);
}

/** Characters may be cut anywhere between two chunks. */
class TextReader {
  private readonly decoder: TextDecoder;

  constructor(private readonly charset: Charset) {
    this.decoder = new TextDecoder(charset, { fatal: true });
  }

  read(bytes: Uint8Array): string {
    return this.decode(bytes, true);
  }

  finish(): string {
    return this.decode(new Uint8Array(), false);
  }

  private decode(bytes: Uint8Array, stream: boolean): string {
    try {
      return this.decoder.decode(bytes, { stream });
    } catch (error) {
      throw new DomainError(
        'import_refused',
        `The file begins as ${names[this.charset]} but holds bytes that are not; save it as UTF-8 and send it again.`,
        { cause: error },
      );
    }
  }
}

/** Length of a UTF-8 sequence that the end of the block cuts off. */
function incompleteTail(block: Buffer): number {
  for (let back = 1; back <= Math.min(3, block.length); back++) {
    const byte = block[block.length - back]!;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}
