import { describe, expect, it } from '@jest/globals';
import type { InferenceSession } from 'onnxruntime-node';
import { algorithms, selectRows } from '../index.js';
import { withTarget } from '../testing/estimators.js';
import { randomTable, schema } from '../testing/random-table.js';
import { feedsOf, openSession } from '../testing/run-onnx.js';

const ROW_COUNT = 300;
const BATCH_SIZES = [2, 3, 5, 7, 16, 64, 300];

describe.each([
  ['one number', schema(1, 0, 0)],
  ['nine columns', schema(6, 2, 1)],
  ['thirteen numbers', schema(13, 0, 0)],
  ['texts only', schema(0, 0, 3)],
  ['more columns than a matrix product handles in one block', schema(131, 3, 3)],
])('a row alone and the same row in a batch, %s', (_title, features) => {
  const table = randomTable(features, ROW_COUNT, features.length);

  it.each(['regression', 'binary', 'multiclass'] as const)('get the same doubles (%s)', async (task) => {
    const training = withTarget(task, { features, table });
    const model = algorithms.linear.create(task).fit(training, { seed: 1 });
    const session = await openSession(model.toOnnx({}));

    const alone = await answersIn(session, 1);
    for (const size of BATCH_SIZES) {
      const answers = await answersIn(session, size);
      const different = answers.filter((answer, index) => !Object.is(answer, alone[index])).length;
      expect({ size, different }).toEqual({ size, different: 0 });
    }
    await session.release();
  });

  /** Every output of every row, batch by batch. */
  async function answersIn(session: InferenceSession, size: number): Promise<number[]> {
    const names = session.outputNames.filter((name) => name !== 'label').sort();
    const answers: number[] = [];
    for (let start = 0; start < ROW_COUNT; start += size) {
      const rowCount = Math.min(size, ROW_COUNT - start);
      const rows = Uint32Array.from({ length: rowCount }, (_, offset) => start + offset);
      const outputs = await session.run(feedsOf(features, selectRows(table, rows)));
      for (let row = 0; row < rowCount; row += 1) {
        for (const name of names) answers.push((outputs[name]?.data as Float64Array)[row] ?? NaN);
      }
    }
    expect(answers).toHaveLength(ROW_COUNT * names.length);
    return answers;
  }
});
