import { describe, expect, it } from '@jest/globals';
import { MlError } from '../errors.js';
import { randomNumbers } from '../testing/random-table.js';
import { Graph } from './graph.js';
import { encodeModel } from './model.js';
import { readModel } from './read-model.js';

/**
 * Made by onnx 1.23.2: a LabelEncoder ("é" → 300, "b" → -2, else -1) before a Gather from three doubles, a constant
 * of floats that nobody reads, and the metadata a = ü. Python writes lists of integers unpacked.
 */
const pythonFile = Uint8Array.from(
  Buffer.from(
    'CAg69gEKewoBYxIBayIMTGFiZWxFbmNvZGVyKh0KDWRlZmF1bHRfaW50NjQY////////////AaABAioYCgxrZXlzX3N0cmluZ3NKAsOpSgFioAEIKiAKDXZhbHVlc19pbnQ2NHNArAJA/v//////////AaABBzoKYWkub25ueC5tbAoeCgF0CgFrEgF5IgZHYXRoZXIqCwoEYXhpcxgAoAECEgFnKiEIAxALQgF0ShgAAAAAAAD4PwAAAAAAAACAAAAAAAAABEAqDQgBEAFCAWZKBAAAwD9aEAoBYxILCgkICBIFCgMSAU5iEAoBeRILCgkICxIFCgMSAU5CBAoAEBFCDgoKYWkub25ueC5tbBADcgcKAWESAsO8',
    'base64',
  ),
);

describe('reading a model', () => {
  it('finds in a file of the Python package what is in it', () => {
    const model = readModel(pythonFile);
    expect(model.metadata).toEqual({ a: 'ü' });
    expect(model.nodes).toEqual([
      {
        operator: 'LabelEncoder',
        domain: 'ai.onnx.ml',
        inputs: ['c'],
        outputs: ['k'],
        attributes: {
          default_int64: { integer: -1 },
          keys_strings: { strings: ['é', 'b'] },
          values_int64s: { integers: [300, -2] },
        },
      },
      { operator: 'Gather', inputs: ['t', 'k'], outputs: ['y'], attributes: { axis: { integer: 0 } } },
    ]);
    expect([...model.constants]).toEqual([
      ['t', { type: 'double', shape: [3], values: Float64Array.of(1.5, -0, 2.5) }],
    ]);
  });

  it('gives back what was written', () => {
    const integers = [
      0,
      1,
      127,
      128,
      2 ** 31 - 1,
      2 ** 31,
      2 ** 49 - 1,
      2 ** 49,
      2 ** 53 - 1,
      -1,
      -(2 ** 53) + 1,
    ];
    const { file, graph } = written(integers);
    const model = readModel(file);
    expect(model.nodes).toEqual(graph.nodes);
    expect(model.metadata).toEqual({ state: '{"a":[1]}', empty: '' });
    expect(model.constants.get('wide')).toEqual({ type: 'int64', shape: [11], values: integers });
    expect(model.constants.get('bytes')).toEqual({
      type: 'uint8',
      shape: [2, 1],
      values: Uint8Array.of(0, 255),
    });
    expect(model.constants.get('none')).toEqual({
      type: 'double',
      shape: [0, 3],
      values: new Float64Array(0),
    });
  });

  it('refuses what is no model', () => {
    for (const bytes of [[], [0x0a], [0xff, 0xff], [0x3a, 0x05, 0x01], [0x07, 0x01], [0x3b]]) {
      expect(() => readModel(Uint8Array.from(bytes))).toThrow(MlError);
    }
    expect(() => readModel(new Uint8Array(20).fill(0xff))).toThrow(
      'invalid_model: file: an integer has more',
    );
    expect(() => readModel(Uint8Array.of(0x3a, 0x05, 0x01))).toThrow(
      'invalid_model: file: a field ends behind',
    );
  });

  it('answers broken bytes with nothing but a refusal', () => {
    const next = randomNumbers(1);
    const { file } = written([1, 300, -5]);
    let refused = 0;
    for (let round = 0; round < 3000; round += 1) {
      const bytes = file.slice(0, round % 2 === 0 ? file.length : Math.floor(next() * file.length));
      const at = Math.floor(next() * bytes.length);
      if (bytes.length > 0) bytes[at] = Math.floor(next() * 256);
      try {
        readModel(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(MlError);
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(1500);
  });
});

function written(integers: readonly number[]): { file: Uint8Array; graph: Graph } {
  const graph = new Graph([{ name: 'city', type: 'string' }], ['code']);
  graph.constant('wide', { type: 'int64', shape: [integers.length], values: integers });
  graph.constant('bytes', { type: 'uint8', shape: [2, 1], values: [0, 255] });
  graph.constant('none', { type: 'double', shape: [0, 3], values: [] });
  graph.output(
    { name: 'code', type: 'int64' },
    {
      operator: 'LabelEncoder',
      domain: 'ai.onnx.ml',
      inputs: ['city'],
      attributes: {
        default_tensor: { tensor: { type: 'double', shape: [2], values: Float64Array.of(NaN, -0) } },
        keys_strings: { strings: ['', 'Île', '\ufeff'] },
        values_int64s: { integers },
      },
    },
  );
  return { file: encodeModel('name', graph, { state: '{"a":[1]}', empty: '' }), graph };
}
