import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { holdoutPosition, recordSeenRows, SeenRows, type SeenRowKeys } from '../index.js';
import { rowKey } from './row-key.js';

const rowCount = 2000;
const identifiers = Array.from({ length: rowCount }, (_, row) => String(row));
const income = Float64Array.from({ length: rowCount }, (_, row) => (row % 7 === 0 ? NaN : (row * 37) % 1001));
const city = identifiers.map((_, row) => ['Lyon', 'Metz', null][row % 3]!);
const everyRow = Uint32Array.from(identifiers, Number);
const isTest = (row: number): boolean => holdoutPosition(identifiers[row]!) < 0.3;
const parts = {
  training: everyRow.filter((row) => !isTest(row)),
  heldOut: everyRow.filter(isTest),
};
const keys = recordSeenRows(identifiers, [income, city], parts);
const seen = new SeenRows(keys);
const [learned, measured] = [parts.training[3]!, parts.heldOut[3]!];
const splitOf = (row: number, own = income[row]!, at = city[row]!): string =>
  seen.splitOf(identifiers[row]!, [own, at]);

describe('the rows that a model has seen', () => {
  it('are told apart, each of them, into those that it learned from and those that were held out', () => {
    const expected = identifiers.map((_, row) => (isTest(row) ? 'test' : 'train'));
    expect(identifiers.map((_, row) => splitOf(row))).toEqual(expected);
  });

  it('are known by identifier and values: who came later is unseen, on whichever side of the rule', () => {
    const later = Array.from({ length: 200 }, (_, row) => String(rowCount + row));
    expect(new Set(later.map((identifier) => seen.splitOf(identifier, [income[1]!, city[1]!])))).toEqual(
      new Set(['unseen']),
    );
  });

  it('are changed when a value is another now; held-out ones were never learned from and are unseen then', () => {
    expect([splitOf(learned, 1e6), splitOf(learned, NaN), splitOf(learned, 5, 'Nancy')]).toEqual(
      Array(3).fill('changed'),
    );
    expect(splitOf(measured, 1e6)).toBe('unseen');
  });

  it('are the same in all spellings of a missing value and of zero', () => {
    const one = { training: Uint32Array.of(0), heldOut: Uint32Array.of() };
    const recorded = new SeenRows(recordSeenRows(['a'], [Float64Array.of(0), ['nan']], one));
    for (const missing of [null, '', 'nan', 'None'])
      expect(recorded.splitOf('a', [-0, missing])).toBe('train');
    expect(recorded.splitOf('a', [NaN, null])).toBe('changed');
  });

  it('cost 16 bytes when learned from and 8 when held out, in an order that says nothing of the table', () => {
    expect([keys.train, keys.test, keys.trainIdentifiers].map(({ length }) => length / 8)).toEqual([
      parts.training.length,
      parts.heldOut.length,
      parts.training.length,
    ]);
    const backwards = { training: parts.training.toReversed(), heldOut: parts.heldOut };
    expect(recordSeenRows(identifiers, [income, city], backwards)).toEqual(keys);
  });

  it('are found wherever their bytes begin, and by a model of no rows nowhere', () => {
    const moved = (bytes: Uint8Array): Uint8Array => Uint8Array.of(9, ...bytes).subarray(1);
    const { train, test, trainIdentifiers } = keys;
    const elsewhere = { train: moved(train), test: moved(test), trainIdentifiers: moved(trainIdentifiers) };
    expect(new SeenRows(elsewhere).splitOf(identifiers[learned]!, [income[learned]!, city[learned]!])).toBe(
      'train',
    );
    const none: SeenRowKeys = {
      train: new Uint8Array(),
      test: new Uint8Array(),
      trainIdentifiers: new Uint8Array(),
    };
    expect(new SeenRows(none).splitOf('1', [])).toBe('unseen');
  });
});

describe('the key of a row', () => {
  const ofBytes = (...parts: Buffer[]): bigint =>
    createHash('sha256').update(Buffer.concat(parts)).digest().readBigUInt64BE(0);

  it('is SHA-256 of lengths, texts and numbers; keys that are stored must stay what they are', () => {
    expect(rowKey('é7', [1.5, 'Metz', NaN, null])).toBe(
      ofBytes(
        Buffer.from('00000003', 'hex'),
        Buffer.from('é7'),
        Buffer.from('3ff8000000000000', 'hex'),
        Buffer.from('00000004', 'hex'),
        Buffer.from('Metz'),
        Buffer.from('7ff8000000000000', 'hex'),
        Buffer.from('00000000', 'hex'),
      ),
    );
  });

  it('differs where the same letters are parted otherwise, and takes texts of any length', () => {
    expect(rowKey('a', ['bc', 'd'])).not.toBe(rowKey('a', ['b', 'cd']));
    const long = '🙂'.repeat(5000);
    expect(rowKey(long)).toBe(ofBytes(Buffer.from('00004e20', 'hex'), Buffer.from(long)));
  });
});
