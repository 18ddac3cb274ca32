import { describe, expect, it } from '@jest/globals';
import { learnEncoding } from '../encoding/encoding.js';
import { Graph } from '../onnx/graph.js';
import { encodeModel } from '../onnx/model.js';
import { Random } from '../random/random.js';
import { selectRows } from '../table/table.js';
import { randomTable, schema } from '../testing/random-table.js';
import { answersOf, openSession } from '../testing/run-onnx.js';
import { arrangeInputs } from './inputs.js';
import { MlpModel } from './mlp-model.js';
import { initialNetwork } from './network.js';

const ROW_COUNT = 1000;
/** Rows that are asked for alone and in every size of batch. */
const COMPARED = 250;
const BATCH_SIZES = [2, 3, 4, 5, 7, 8, 16, 17, 100, 1000];

describe.each([
  { title: 'one number', features: schema(1, 0, 0), hidden: [1] },
  { title: 'texts only', features: schema(0, 0, 3), hidden: [31, 3] },
  { title: 'booleans only', features: schema(0, 2, 0), hidden: [3, 129] },
  { title: 'nine columns', features: schema(6, 2, 1), hidden: [64, 32] },
  { title: 'more inputs than a stable sum has', features: schema(131, 3, 3), hidden: [129, 300, 31] },
])('a row alone and the same row in a batch, $title and layers of $hidden', ({ features, hidden }) => {
  const table = randomTable(features, ROW_COUNT, features.length);
  const encodings = features.map((feature) => learnEncoding(feature, table).encoding);
  const network = initialNetwork([arrangeInputs(encodings).count, ...hidden, 2], new Random(4));
  const model = new MlpModel({
    encodings,
    network,
    scale: { mean: 250, deviation: 90 },
    background: selectRows(table, []),
  });
  const graph = new Graph(
    features.map(({ name, kind, nullable }) => ({
      name,
      type: kind === 'categorical' ? 'string' : kind === 'boolean' && !nullable ? 'bool' : 'double',
    })),
    ['prediction'],
  );
  const columns = graph.inputs.map(({ name, type }, index) => ({
    ...features[index]!,
    value: name,
    type: type as 'double' | 'bool' | 'string',
  }));
  const [, second] = model.addScores(graph, columns);
  graph.output({ name: 'prediction', type: 'double' }, { operator: 'Identity', inputs: [second!] });
  const file = encodeModel('mlp', graph, {});

  it('get the same double, which is that of score', async () => {
    const session = await openSession(file);
    const alone = new Float64Array(COMPARED);
    for (let row = 0; row < COMPARED; row += 1) {
      [alone[row]] = (await answersOf(session, features, selectRows(table, [row]))) as unknown as [number];
    }
    for (const size of BATCH_SIZES) {
      const inBatches: number[] = [];
      for (let start = 0; start < COMPARED; start += size) {
        const rows = Array.from({ length: Math.min(size, ROW_COUNT - start) }, (_, offset) => start + offset);
        inBatches.push(...(await answersOf(session, features, selectRows(table, rows))));
      }
      const different = alone.filter((answer, row) => !Object.is(answer, inBatches[row])).length;
      expect({ size, different }).toEqual({ size, different: 0 });
    }
    await session.release();
    const scores = model.score(table).filter((_, index) => index % 2 === 1);
    alone.forEach((answer, row) => expect(Math.abs(answer / scores[row]! - 1)).toBeLessThan(1e-12));
    const single = model.score(selectRows(table, [7]));
    expect(single[1]).toBe(scores[7]);
  });
});
