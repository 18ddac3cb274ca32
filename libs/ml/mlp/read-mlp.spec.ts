import { describe, expect, it } from '@jest/globals';
import { learnEncoding } from '../encoding/encoding.js';
import { MlError } from '../errors.js';
import { encodeModel } from '../onnx/model.js';
import { readModel, type OnnxModel } from '../onnx/read-model.js';
import { Graph } from '../onnx/graph.js';
import { Random } from '../random/random.js';
import { mixedFeatures, mixedTable } from '../testing/estimators.js';
import { drawBackground } from './background.js';
import { arrangeInputs } from './inputs.js';
import { MlpModel } from './mlp-model.js';
import { initialNetwork } from './network.js';
import { readMlp } from './read-mlp.js';

const table = mixedTable(300, 4);
const encodings = mixedFeatures.map((feature) => learnEncoding(feature, table).encoding);
const background = drawBackground(mixedFeatures, encodings, table, 8, new Random(1));

function modelOf(hidden: readonly number[], outputs: number): MlpModel {
  const network = initialNetwork([arrangeInputs(encodings).count, ...hidden, outputs], new Random(2));
  return new MlpModel({ encodings, network, scale: { mean: 3, deviation: 1e5 }, background });
}

function writtenAndRead(model: MlpModel): OnnxModel {
  const typeOf = (kind: string, nullable: boolean): 'string' | 'double' | 'bool' =>
    kind === 'categorical' ? 'string' : kind === 'numeric' || nullable ? 'double' : 'bool';
  const columns = mixedFeatures.map((feature) => ({
    ...feature,
    value: feature.name,
    type: typeOf(feature.kind, feature.nullable),
  }));
  const graph = new Graph(
    columns.map(({ name, type }) => ({ name, type })),
    [],
  );
  model.addScores(graph, columns);
  return readModel(encodeModel('mlp', graph, {}));
}

describe('a network read back from its file', () => {
  it.each([
    [[8], 1],
    [[3, 3], 3],
    [[300, 129, 31], 1],
  ])('scores and explains to the last bit as the one that was written, layers of %p', (hidden, outputs) => {
    const model = modelOf(hidden, outputs);
    const again = readMlp(writtenAndRead(model), model.state());
    const few = mixedTable(5, 9);
    expect(again.score(few)).toEqual(model.score(few));
    expect(again.explain(few)).toEqual(model.explain(few));
    expect(again.state()).toBe(model.state());
  });

  it('is refused when file and state do not belong together', () => {
    const file = writtenAndRead(modelOf([8, 4], 1));
    for (const other of [modelOf([8], 1), modelOf([8, 5], 1), modelOf([8, 4, 2], 1), modelOf([8, 4], 2)]) {
      expect(() => readMlp(file, other.state())).toThrow(/model: layer \d is not that of the state/);
    }
  });

  it('is refused when its state is damaged', () => {
    const model = modelOf([8], 1);
    const file = writtenAndRead(model);
    const state = JSON.parse(model.state()) as Record<string, object>;
    const damaged = [
      'no JSON',
      '[]',
      ...Object.keys(state).map((key) => JSON.stringify({ ...state, [key]: undefined })),
      ...Object.keys(state).map((key) => JSON.stringify({ ...state, [key]: ['1'] })),
      JSON.stringify({ ...state, scale: { mean: null, deviation: 1 } }),
      JSON.stringify({ ...state, background: { ...state['background'], rowCount: 9 } }),
      JSON.stringify({ ...state, encodings: (state['encodings'] as object[]).slice(1) }),
    ];
    for (const text of damaged) {
      expect(() => readMlp(file, text)).toThrow(MlError);
      expect(() => readMlp(file, text)).toThrow('invalid_model');
    }
  });

  it('holds no training row and no value of one in its state', () => {
    const { background: drawn } = JSON.parse(modelOf([8], 1).state()) as {
      background: { values: unknown[][] };
    };
    const amounts = mixedFeatures.flatMap(({ name, kind }, index) =>
      kind === 'numeric' && name !== 'heures'
        ? [{ seen: table.columns[name]!, drawn: drawn.values[index]! }]
        : [],
    );
    for (const { seen, drawn: values } of amounts) {
      expect(
        values.filter((value) => value !== null && (seen as Float64Array).includes(value as number)),
      ).toEqual([]);
    }
  });
});
