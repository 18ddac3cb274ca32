import { describe, expect, it } from '@jest/globals';
import { MlError } from '../../errors.js';
import { externalFile } from '../../testing/external-models/external-models.js';
import { foreignColumns } from '../../testing/foreign-models/foreign-models.js';
import { randomNumbers } from '../../testing/random-table.js';
import { adaptModel } from '../adapt/adapt-model.js';
import { ProtobufMessage } from '../protobuf.js';
import { externalLocations, inlineExternalData } from './inline-external-data.js';

const limit = 1_000_000;
const message = (): ProtobufMessage => new ProtobufMessage();
const filesOf = (...names: string[]): Map<string, Uint8Array> =>
  new Map(names.map((name) => [name, externalFile(name)]));

type Entries = readonly (readonly [string, string])[];

/** Two floats that are said to lie elsewhere. */
function outside(entries: Entries, name = 'weights'): ProtobufMessage {
  const tensor = message().integer(1, 2).integer(2, 1).string(8, name);
  for (const [key, value] of entries) tensor.message(13, message().string(1, key).string(2, value));
  return tensor.integer(14, 1);
}

function fileOf(...tensors: ProtobufMessage[]): Uint8Array {
  const graph = message().message(1, message().string(1, 'age').string(2, 'variable').string(4, 'Neg'));
  for (const tensor of tensors) graph.message(5, tensor);
  const operatorSet = message().string(1, '').integer(2, 17);
  return message().integer(1, 8).message(7, graph).message(8, operatorSet).finish();
}

function refusalOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof MlError) return error.message;
    throw error;
  }
  return 'taken';
}

const eightBytes = new Map([['w.data', Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)]]);
const refusalOfRegion = (entries: Entries, files = eightBytes, maximumBytes = limit): string =>
  refusalOf(() => inlineExternalData(fileOf(outside(entries)), files, maximumBytes));

describe('a model with values in other files', () => {
  it.each([
    ['constants that share a file', 'together', ['together.data']],
    [
      'files of their own, for attributes and inner graphs too',
      'apart',
      ['limit.data', 'attribute.data', 'above.data', 'below.data'],
    ],
  ])('becomes the file that Python writes without any: %s', (_, name, locations) => {
    const file = externalFile(`${name}.onnx`);
    expect(externalLocations(file).sort()).toEqual([...locations].sort());
    const inlined = inlineExternalData(file, filesOf(...locations), limit);
    expect(Buffer.from(inlined).equals(externalFile(`${name}_whole.onnx`))).toBe(true);
    expect(externalLocations(inlined)).toEqual([]);
  });

  it('is refused as it is, with the way to save one file, and taken when inlined', () => {
    const options = {
      task: 'regression',
      features: [foreignColumns.age],
      classes: [],
      metadata: {},
      threshold: undefined,
    } as const;
    const file = externalFile('together.onnx');
    expect(refusalOf(() => adaptModel(file, options))).toContain('onnx.save(onnx.load("model.onnx")');
    const inlined = inlineExternalData(file, filesOf('together.data'), limit);
    expect(adaptModel(inlined, options).features).toEqual([foreignColumns.age]);
  });

  it('is the same bytes when there are none', () => {
    const file = externalFile('together_whole.onnx');
    expect(inlineExternalData(file, new Map(), limit)).toBe(file);
  });

  it('may read the same bytes for two constants, each to the end, or nothing', () => {
    const first = outside([['location', 'w.data']], 'first');
    const second = outside([
      ['location', 'w.data'],
      ['offset', '4'],
      ['length', '4'],
      ['checksum', 'not looked at'],
    ]);
    const none = outside([
      ['location', 'w.data'],
      ['offset', '8'],
    ]);
    const file = fileOf(first, second, none);
    expect(externalLocations(file)).toEqual(['w.data']);
    const held = (bytes: number[], name = 'weights'): ProtobufMessage =>
      message().integer(1, 2).integer(2, 1).string(8, name).bytes(9, Uint8Array.from(bytes));
    const expected = fileOf(held([1, 2, 3, 4, 5, 6, 7, 8], 'first'), held([5, 6, 7, 8]), held([]));
    expect([...inlineExternalData(file, eightBytes, limit)]).toEqual([...expected]);
  });

  it('is not made larger than the limit, however often it reads the same bytes', () => {
    const tensors = Array.from({ length: 1000 }, (_, place) => outside([['location', 'w']], `w${place}`));
    const large = new Map([['w', new Uint8Array(100_000)]]);
    expect(refusalOf(() => inlineExternalData(fileOf(...tensors), large, limit))).toContain(
      'file: is larger than 1 MB',
    );
    const exact = fileOf(outside([['location', 'w.data']])).length + 8;
    expect(refusalOfRegion([['location', 'w.data']], eightBytes, exact)).toBe('taken');
    expect(refusalOfRegion([['location', 'w.data']], eightBytes, exact - 1)).toContain('is larger than');
  });

  it.each<[string, Entries, string]>([
    [
      'a file that is not there',
      [['location', 'v.data']],
      'constants/weights: has its values in v.data, which',
    ],
    ['an offset behind the file', [['offset', '9']], 'up to byte 9, which has 8 bytes'],
    ['a length beyond the file', [['length', '9']], 'up to byte 9, which has 8 bytes'],
    [
      'both together',
      [
        ['offset', '4'],
        ['length', '5'],
      ],
      'up to byte 9, which has 8 bytes',
    ],
    ['a huge length', [['length', '999999999999999']], 'up to byte 999999999999999'],
    ['a length that no number holds', [['length', '18446744073709551616']], 'as length of its values'],
    ['a negative offset', [['offset', '-4']], 'has "-4" as offset of its values'],
    ['an offset in words', [['offset', '0x4']], 'has "0x4" as offset'],
    ['no length at all', [['length', '']], 'has "" as length'],
    ['an unknown entry', [['basepath', '/etc']], 'says "basepath" of its values, which nothing is known of'],
    [
      'an entry twice',
      [
        ['offset', '0'],
        ['offset', '4'],
      ],
      'says "offset" of its values, twice',
    ],
  ])('is refused for %s', (_, entries, reason) => {
    const located = entries.some(([key]) => key === 'location');
    expect(refusalOfRegion(located ? entries : [['location', 'w.data'], ...entries])).toContain(reason);
  });

  it.each([
    '',
    '.',
    '..',
    '../w.data',
    'a/../w.data',
    '/etc/passwd',
    'nested/w.data',
    'C:\\w.data',
    '..\\w.data',
    '%2e%2e%2fw.data',
    'w%00.data',
    'w.data\0',
    'w.data\n',
    'w.data?x=1',
    'w.data#x',
    'file:w.data',
    '.hidden',
    '~root',
    'w'.repeat(256),
  ])('names no place but its own directory: %j', (location) => {
    expect(refusalOf(() => externalLocations(fileOf(outside([['location', location]]))))).toContain(
      'which is no name of a file beside the model',
    );
  });

  it('is not fetched from files without number', () => {
    const tensors = (count: number): Uint8Array =>
      fileOf(...Array.from({ length: count }, (_, place) => outside([['location', `w${place}`]])));
    expect(externalLocations(tensors(256))).toHaveLength(256);
    expect(refusalOf(() => externalLocations(tensors(257)))).toContain('in more than 256 other files');
  });

  it('does not have its values twice', () => {
    const twice = outside([['location', 'w.data']]).bytes(9, new Uint8Array(8));
    expect(refusalOf(() => externalLocations(fileOf(twice)))).toContain('both in the file and in another');
    const many = Array.from({ length: 200 }, (): [string, string] => ['checksum', '']);
    expect(refusalOf(() => externalLocations(fileOf(outside(many))))).toContain('more than 100 fields');
  });

  it('is told of all problems at once', () => {
    const file = fileOf(outside([['location', '..']], 'a'), outside([['location', '/b']], 'b'));
    expect(refusalOf(() => externalLocations(file))).toMatch(/constants\/a: .*constants\/b: /);
  });

  it('is inlined or refused whatever stands in it', () => {
    const next = randomNumbers(11);
    const whole = externalFile('apart.onnx');
    const others = filesOf('limit.data', 'attribute.data', 'above.data', 'below.data');
    let refused = 0;
    for (let round = 0; round < 600; round += 1) {
      const bytes = whole.slice();
      for (let changes = 0; changes <= round % 3; changes += 1)
        bytes[Math.floor(next() * bytes.length)] = Math.floor(next() * 256);
      const outcome = refusalOf(() => {
        externalLocations(bytes);
        inlineExternalData(bytes, others, limit);
      });
      if (outcome !== 'taken') refused += 1;
    }
    expect(refused).toBeGreaterThan(100);
  });
});
