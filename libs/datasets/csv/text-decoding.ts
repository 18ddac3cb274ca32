import { isAscii, isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { DomainError } from '#libs/platform';

export const charsets = ['utf-8', 'windows-1252'] as const;
export type Charset = (typeof charsets)[number];

const encodings: Readonly<Record<string, Charset>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'us-ascii': 'utf-8',
  'windows-1252': 'windows-1252',
  'iso-8859-1': 'windows-1252',
  latin1: 'windows-1252',
};

/**
 * Text from bytes in UTF-8 (with or without byte order mark) or Windows-1252. Where the sender declares
 * no charset, the first bytes beyond ASCII decide: Western text in Windows-1252 is practically never
 * valid UTF-8.
 * @param onCharset told once it is certain; never of text that is all ASCII
 */
export async function* decodeText(
  chunks: AsyncIterable<Uint8Array>,
  charset: string | undefined,
  onCharset: (charset: Charset) => void = () => undefined,
): AsyncGenerator<string> {
  const use = (chosen: Charset): TextDecoder => {
    onCharset(chosen);
    return decoderOf(chosen);
  };
  let decoder = charset === undefined ? undefined : use(declared(charset));
  let undecided = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (decoder) {
      yield decode(decoder, chunk);
      continue;
    }
    const block = Buffer.concat([undecided, chunk]);
    const complete = block.subarray(0, block.length - incompleteTail(block));
    undecided = Buffer.from(block.subarray(complete.length));
    if (isAscii(complete)) {
      if (complete.length > 0) yield complete.toString('latin1');
      continue;
    }
    decoder = use(isUtf8(complete) ? 'utf-8' : guessed(block));
    yield decode(decoder, block);
  }
  if (!decoder && undecided.length > 0) decoder = use('windows-1252');
  else undecided = Buffer.alloc(0);
  if (decoder) yield decode(decoder, undecided, true);
}

function declared(charset: string): Charset {
  const encoding = encodings[charset.toLowerCase()];
  if (encoding) return encoding;
  throw new DomainError(
    'unsupported_media_type',
    'Send the file in UTF-8 or Windows-1252, or leave charset out.',
  );
}

function guessed(block: Buffer): 'windows-1252' {
  const mark = block.readUInt16BE(0);
  if (mark === 0xfffe || mark === 0xfeff) {
    throw new DomainError('import_refused', 'The file is in UTF-16; save it as UTF-8 and send it again.');
  }
  return 'windows-1252';
}

function decoderOf(encoding: Charset): TextDecoder {
  return new TextDecoder(encoding, { fatal: true });
}

function decode(decoder: TextDecoder, bytes: Uint8Array, last = false): string {
  try {
    return decoder.decode(bytes, { stream: !last });
  } catch (error) {
    throw new DomainError(
      'import_refused',
      'The file begins as UTF-8 but holds bytes that are not; save it as UTF-8 and send it again.',
      { cause: error },
    );
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
