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

  it('refuses what is neither', async () => {
    const mixed = Buffer.concat([Buffer.from('é'.repeat(20)), Buffer.from([0xe9, 0x41])]);
    await expect(decode(mixed, [10])).rejects.toMatchObject({ code: 'import_refused' });
    await expect(decode(Buffer.from('\uFEFFa', 'utf16le'), [])).rejects.toMatchObject({
      code: 'import_refused',
    });
    await expect(decode(Buffer.from('a'), [], 'utf-7')).rejects.toMatchObject({
      code: 'unsupported_media_type',
    });
  });
});
