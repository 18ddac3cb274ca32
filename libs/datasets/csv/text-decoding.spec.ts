import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeText } from './text-decoding.js';

async function decode(bytes: Uint8Array, cuts: readonly number[], charset?: string): Promise<string> {
  const places = [...cuts, 0, bytes.length].map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b);
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (const [index, end] of places.slice(1).entries()) {
      yield Promise.resolve(bytes.subarray(places[index], end));
    }
  }
  let text = '';
  for await (const part of decodeText(chunks(), charset)) text += part;
  return text;
}

const cuts = fc.array(fc.nat(60), { maxLength: 8 });

describe('decoding a file', () => {
  it('takes UTF-8, cut anywhere, with or without byte order mark', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', ';', 'é', '€', '😀'), maxLength: 15 });
    await fc.assert(
      fc.asyncProperty(text, cuts, fc.constantFrom('', '\uFEFF'), async (content, places, mark) => {
        expect(await decode(Buffer.from(mark + content), places)).toBe(content);
      }),
      { numRuns: 500, seed: 20_251_202 },
    );
  });

  it('takes French text in Windows-1252, cut anywhere, declared or not', async () => {
    const text = 'région;été à Angoulême, Côte d’Azur, 10 €';
    const bytes = Buffer.from(text.replace('’', '\u0092').replace('€', '\u0080'), 'latin1');
    await fc.assert(
      fc.asyncProperty(
        cuts,
        fc.constantFrom(undefined, 'Windows-1252', 'latin1'),
        async (places, charset) => {
          expect(await decode(bytes, places, charset)).toBe(text);
        },
      ),
      { numRuns: 200, seed: 20_251_202 },
    );
  });

  it('takes UTF-16 in either order of bytes, cut anywhere, by its mark, by its zeros or as declared', async () => {
    const header = 'num\u00e9ro\tville\r\n';
    const rest = fc.string({ unit: fc.constantFrom('a', '\t', 'é', '€', '😀', '\n'), maxLength: 400 });
    const declared = { 'utf-16le': ['utf-16le', 'UTF-16'], 'utf-16be': ['utf-16be'] } as const;
    const source = fc.constantFrom('mark', 'zeros', 'declared', 'mark against what is declared');
    const order = fc.constantFrom('utf-16le' as const, 'utf-16be' as const);
    await fc.assert(
      fc.asyncProperty(rest, cuts, order, source, async (text, places, charset, known) => {
        const isMarked = known.startsWith('mark');
        const bytes = Buffer.from(`${isMarked ? '\uFEFF' : ''}${header}${text}`, 'utf16le');
        if (charset === 'utf-16be') bytes.swap16();
        const told =
          known === 'declared' ? declared[charset].at(-1) : known.endsWith('declared') ? 'utf-8' : undefined;
        expect(await decode(bytes, places, told)).toBe(header + text);
      }),
      { numRuns: 500, seed: 20_251_202 },
    );
  });

  it('tells which encoding it was, so that a second reading need not guess', async () => {
    const told: string[] = [];
    const marked = Buffer.from('\uFEFFa\tb\n', 'utf16le');
    async function* chunks(): AsyncGenerator<Uint8Array> {
      yield Promise.resolve(marked);
    }
    for await (const _ of decodeText(chunks(), undefined, (charset) => told.push(charset)));
    expect(told).toEqual(['utf-16le']);
  });

  it.each([
    ['half of a character', '\ud83d'],
    ['half of a character at the end', 'x\ud83d'],
  ])('refuses UTF-16 with %s', async (_, broken) => {
    const bytes = Buffer.from(`\uFEFFa\tb\n${broken}`, 'utf16le');
    await expect(decode(bytes, [7])).rejects.toMatchObject({
      detail: 'The file begins as UTF-16 but holds bytes that are not; save it as UTF-8 and send it again.',
    });
    await expect(decode(bytes.subarray(0, -1), [])).rejects.toMatchObject({ code: 'import_refused' });
  });

  it.each([
    ['an Excel workbook (xlsx)', `PK\x03\x04${'\0'.repeat(26)}[Content_Types].xml`],
    [
      'an OpenDocument spreadsheet',
      `PK\x03\x04${'\0'.repeat(26)}mimetypeapplication/vnd.oasis.opendocument.spreadsheet`,
    ],
    ['a zip archive', `PK\x03\x04${'\0'.repeat(26)}rows.csv`],
    ['an Excel workbook (xls)', '\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0'],
    ['a Parquet table', 'PAR1\x15\x04\x15'],
    ['compressed with gzip', '\x1F\x8B\x08\0'],
    ['text in UTF-32', '\xFF\xFE\0\0a\0\0\0'],
    ['begins with bytes that are no text', 'a\0\0\0b\0\0\0'],
  ])('says of %s what it is and what to send instead, whatever is declared', async (said, content) => {
    const bytes = Buffer.from(content, 'latin1');
    await expect(decode(bytes, [1, 3, 5])).rejects.toMatchObject({
      code: 'import_refused',
      detail: expect.stringMatching(new RegExp(`${said.replace(/[()]/g, '.')}.*(again|encoding)\\.$`)),
    });
    if (content.startsWith('PK'))
      await expect(decode(bytes, [], 'utf-8')).rejects.toMatchObject({ code: 'import_refused' });
  });

  it('leaves zero bytes of later lines to who checks cells', async () => {
    expect(await decode(Buffer.from('a,b\n1,\0\n'), [])).toBe('a,b\n1,\0\n');
  });

  it('takes a column that is called like the mark of another format', async () => {
    expect(await decode(Buffer.from('PAR1,ARROW1\n1,2\n'), [])).toBe('PAR1,ARROW1\n1,2\n');
  });

  it('refuses what is neither', async () => {
    const mixed = Buffer.concat([Buffer.from('é'.repeat(300)), Buffer.from([0xe9, 0x41])]);
    await expect(decode(mixed, [600])).rejects.toMatchObject({ code: 'import_refused' });
    await expect(decode(Buffer.from('a'), [], 'utf-7')).rejects.toMatchObject({
      code: 'unsupported_media_type',
    });
  });
});
