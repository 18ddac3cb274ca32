import { describe, expect, it } from '@jest/globals';
import { MlError } from '../../errors.js';
import { foreignColumns, foreignFile } from '../../testing/foreign-models/foreign-models.js';
import { randomNumbers } from '../../testing/random-table.js';
import { ProtobufMessage } from '../protobuf.js';
import { adaptModel } from './adapt-model.js';
import { readForeignModel } from './read-foreign-model.js';

const message = (): ProtobufMessage => new ProtobufMessage();
const operatorSet = (domain: string, version: number): ProtobufMessage =>
  message().string(1, domain).integer(2, version);

interface Parts {
  readonly node?: ProtobufMessage;
  readonly constant?: ProtobufMessage;
  readonly graph?: (graph: ProtobufMessage) => ProtobufMessage;
  readonly file?: (file: ProtobufMessage) => ProtobufMessage;
}

/** A file of one Neg, with something added to one of its parts. */
function fileWith({ node, constant, graph = (same) => same, file = (same) => same }: Parts): Uint8Array {
  const neg = message().string(1, 'age').string(2, 'variable').string(4, 'Neg');
  const inner = message().message(1, neg);
  if (node) inner.message(1, node);
  if (constant) inner.message(5, constant);
  const model = message().integer(1, 8).message(7, graph(inner)).message(8, operatorSet('', 17));
  return file(model).finish();
}

const tensor = (dimensions: readonly number[], element: number): ProtobufMessage => {
  const constant = message();
  for (const dimension of dimensions) constant.integer(1, dimension);
  return constant.integer(2, element).string(8, 'weights');
};
const nodeWith = (attribute: ProtobufMessage): ProtobufMessage =>
  message().string(2, 'made').string(4, 'Constant').message(5, attribute.string(1, 'value'));

function refusalOf(file: Uint8Array): string {
  try {
    readForeignModel(file);
  } catch (error) {
    if (error instanceof MlError) return error.message;
    throw error;
  }
  return 'taken';
}

describe('a file of another program', () => {
  it('is read as it is', () => {
    expect(refusalOf(fileWith({}))).toBe('taken');
    expect(refusalOf(fileWith({ constant: tensor([2, 3], 1).bytes(9, new Uint8Array(24)) }))).toBe('taken');
    expect(refusalOf(fileWith({ constant: tensor([2], 8).string(6, 'a').string(6, 'b') }))).toBe('taken');
    expect(refusalOf(fileWith({ constant: tensor([3], 7).packedIntegers(7, [1, 300, -1]) }))).toBe('taken');
  });

  it.each<[string, Parts, string]>([
    [
      'values in another file',
      {
        constant: tensor([1], 1)
          .message(13, message().string(1, 'location').string(2, '/etc/passwd'))
          .integer(14, 1),
      },
      'constants/weights: keeps its values in another file',
    ],
    [
      'values in another file of a node',
      { node: nodeWith(message().message(5, tensor([1], 1).integer(14, 1))) },
      'nodes/Constant: a constant of it keeps its values in another file',
    ],
    [
      'more values than it holds',
      { constant: tensor([100_000, 100_000, 100_000], 1).bytes(9, new Uint8Array(8)) },
      'announces 1000000000000000 values and holds 2',
    ],
    ['values that nothing announces', { constant: tensor([1], 11).bytes(9, new Uint8Array(24)) }, 'holds 3'],
    ['half a value', { constant: tensor([1], 11).bytes(9, new Uint8Array(12)) }, 'announces 1 values'],
    ['texts that are missing', { constant: tensor([3], 8).string(6, 'a') }, 'announces 3 values and holds 1'],
    [
      'numbers that no table has',
      { constant: tensor([1], 14).bytes(9, new Uint8Array(8)) },
      'element type 14',
    ],
    ['sparse constants', { graph: (graph) => graph.message(15, message()) }, 'constants: are sparse'],
    [
      'sparse constants of a node',
      { node: nodeWith(message().message(22, message())) },
      'nodes/Constant: has sparse constants',
    ],
    ['functions', { file: (file) => file.message(25, message()) }, 'file: holds functions of its own'],
    ['a training graph', { file: (file) => file.message(20, message()) }, 'file: holds a training graph'],
    ['two graphs', { file: (file) => file.message(7, message()) }, 'a field stands twice'],
    [
      'an unknown domain',
      { node: message().string(4, 'Gelu').string(7, 'com.microsoft') },
      'nodes/Gelu: is of the domain com.microsoft',
    ],
    [
      'answers by chance',
      { node: message().string(4, 'RandomNormal') },
      'nodes/RandomNormal: answers by chance',
    ],
    [
      'operators from the future',
      { file: (file) => file.message(8, operatorSet('ai.onnx.ml', 99)) },
      'opset_import/ai.onnx.ml: is 99; versions 1 to 5',
    ],
  ])('is refused for %s', (_, parts, reason) => {
    expect(refusalOf(fileWith(parts))).toContain(reason);
  });

  it('is refused for graphs in graphs in graphs without an end', () => {
    let graph = message().string(2, 'innermost');
    for (let depth = 0; depth < 2000; depth += 1) {
      const attribute = message().string(1, 'body').message(6, graph);
      graph = message().message(1, message().string(4, 'Loop').message(5, attribute));
    }
    const file = message().integer(1, 8).message(7, graph).message(8, operatorSet('', 17)).finish();
    expect(refusalOf(file)).toContain('graphs are nested deeper than 8 levels');
  });

  it('is refused when two bytes each would become objects without number', () => {
    const empty = new Uint8Array(700_000);
    for (let at = 0; at < empty.length; at += 2) empty[at] = 0x0a;
    const bomb = message().message(7, message().bytes(1, empty)).finish();
    expect(refusalOf(bomb)).toContain('a message has more than 300000 parts');
  });

  it('is told of all problems at once, each once', () => {
    const chance = message().string(4, 'RandomNormal');
    const file = fileWith({
      node: chance,
      constant: tensor([2], 1).integer(14, 1),
      graph: (graph) => graph.message(1, chance),
      file: (whole) => whole.message(20, message()),
    });
    expect(refusalOf(file).match(/RandomNormal/g)).toHaveLength(1);
    for (const problem of ['training graph', 'constants/weights']) expect(refusalOf(file)).toContain(problem);
  });
});

describe('a file with broken bytes', () => {
  it.each(['logistic_zipmap', 'inner_graphs', 'xgboost_classifier'])(
    'is adapted or refused, in no time, whatever stands in it: %s',
    (name) => {
      const next = randomNumbers(name.length);
      const whole = foreignFile(name);
      const features = Object.values(foreignColumns);
      const started = process.cpuUsage();
      let refused = 0;
      for (let round = 0; round < 800; round += 1) {
        const bytes = whole.slice(0, round % 3 === 0 ? Math.floor(next() * whole.length) : whole.length);
        for (let changes = 0; changes <= round % 4 && bytes.length > 0; changes += 1)
          bytes[Math.floor(next() * bytes.length)] = Math.floor(next() * 256);
        try {
          adaptModel(bytes, {
            task: 'multiclass',
            features,
            classes: ['gold', 'none', 'silver'],
            metadata: {},
            threshold: undefined,
          });
        } catch (error) {
          expect(error).toBeInstanceOf(MlError);
          refused += 1;
        }
      }
      expect(refused).toBeGreaterThan(270);
      const { user } = process.cpuUsage(started);
      expect(user / 1000).toBeLessThan(10_000);
    },
  );
});
