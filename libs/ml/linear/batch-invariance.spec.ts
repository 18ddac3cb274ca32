import { describe, expect, it } from '@jest/globals';
import { algorithms, selectRows, type FeatureColumn } from '../index.js';
import { randomTable, randomTarget, toBinary } from '../testing/random-table.js';
import { answersOf, openSession } from '../testing/run-onnx.js';

const ROW_COUNT = 1000;
const BATCH_SIZES = [2, 3, 5, 7, 16, 64, 1000];

function schema(numeric: number, boolean: number, categorical: number): FeatureColumn[] {
  const columns = (kind: FeatureColumn['kind'], count: number): FeatureColumn[] =>
    Array.from({ length: count }, (_, index) => ({
      name: `${kind}_${index}`,
      kind,
      nullable: index % 2 === 0,
    }));
  return [
    ...columns('numeric', numeric),
    ...columns('boolean', boolean),
    ...columns('categorical', categorical),
  ];
}

describe.each([
  ['one number', schema(1, 0, 0)],
  ['nine columns', schema(6, 2, 1)],
  ['thirteen numbers', schema(13, 0, 0)],
  ['texts only', schema(0, 0, 3)],
  ['more columns than a matrix product handles in one block', schema(131, 3, 3)],
])('a row alone and the same row in a batch, %s', (_title, features) => {
  const table = randomTable(features, ROW_COUNT, features.length);
  const target = randomTarget(features, table, 7);

  it.each(['regression', 'binary'] as const)('get the same double (%s)', async (task) => {
    const training = { features, table, target: task === 'regression' ? target : toBinary(target) };
    const model = algorithms.linear.create(task).fit(training, { seed: 1 });
    const session = await openSession(model.toOnnx({}));

    const alone = new Float64Array(ROW_COUNT);
    for (let row = 0; row < ROW_COUNT; row += 1) {
      const answer = await answersOf(session, features, selectRows(table, [row]));
      alone[row] = answer[0] ?? NaN;
    }
    for (const size of BATCH_SIZES) {
      const inBatches: number[] = [];
      for (let start = 0; start < ROW_COUNT; start += size) {
        const rows = Array.from({ length: Math.min(size, ROW_COUNT - start) }, (_, offset) => start + offset);
        inBatches.push(...(await answersOf(session, features, selectRows(table, rows))));
      }
      const different = inBatches.filter((answer, row) => !Object.is(answer, alone[row])).length;
      expect({ size, different }).toEqual({ size, different: 0 });
    }
    await session.release();
  });
});
