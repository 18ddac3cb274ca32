import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { InferenceSession } from 'onnxruntime-node';
import {
  readExplainer,
  selectRows,
  type ColumnValues,
  type FittedModel,
  type Table,
  type Task,
} from '../index.js';
import {
  classNames,
  estimators,
  mixedFeatures,
  mixedTable,
  mixedTraining,
  quickEstimator,
} from '../testing/estimators.js';
import { feedsOf, openSession } from '../testing/run-onnx.js';

/** ONNX Runtime's answers in the order of `predict`. */
async function answersOf(session: InferenceSession, task: Task, table: Table): Promise<Float64Array> {
  const outputs = await session.run(feedsOf(mixedFeatures, table));
  const names =
    task === 'regression'
      ? ['prediction']
      : task === 'binary'
        ? ['probability']
        : classNames.map((name) => `probability_${name}`);
  const columns = names.map((name) => outputs[name]?.data as Float64Array);
  return Float64Array.from(
    { length: table.rowCount * names.length },
    (_, i) => columns[i % names.length]![Math.floor(i / names.length)]!,
  );
}

/** The largest difference, relative to answers above 1. */
function apart(left: Float64Array, right: Float64Array): number {
  expect(left).toHaveLength(right.length);
  return left.reduce(
    (most, value, i) => Math.max(most, Math.abs(value - right[i]!) / Math.max(1, Math.abs(right[i]!))),
    0,
  );
}

describe.each(estimators)('the ONNX file of $algorithm ($task)', ({ algorithm, task }) => {
  const model: FittedModel = quickEstimator(algorithm, task).fit(mixedTraining(task), { seed: 7 });
  const unseen = mixedTable(1000, 41);
  let session: InferenceSession;

  beforeAll(async () => {
    session = await openSession(
      model.toOnnx({ dataset: 'clients' }, task === 'binary' ? { threshold: 0.3 } : {}),
    );
  });
  afterAll(() => session.release());

  it('answers every row as predict does', async () => {
    expect(apart(await answersOf(session, task, unseen), model.predict(unseen))).toBeLessThan(1e-6);
  });

  it('treats missing, unseen and misspelt categories and extreme numbers as predict does', async () => {
    const texts = ['', 'nan', 'None', 'Atlantis', 'Corse', 'corse'];
    const numbers = [NaN, 0, -0, 5e-324, -1e300, 1e300];
    const columns = Object.fromEntries(
      mixedFeatures.map(({ name, kind, nullable }): [string, ColumnValues] => {
        if (kind === 'categorical') return [name, texts];
        if (kind === 'numeric')
          return [name, Float64Array.from(numbers, (x) => (nullable || x === x ? x : 7))];
        return [name, Float64Array.of(1, 0, nullable ? NaN : 1, 0, 1, 0)];
      }),
    );
    const strange = { rowCount: texts.length, columns };
    const predicted = model.predict(strange);
    expect(predicted.every((answer) => Number.isFinite(answer))).toBe(true);
    expect(apart(await answersOf(session, task, strange), predicted)).toBeLessThan(1e-6);
  });

  it('gives a row the very same double alone and in any batch', async () => {
    const together = await answersOf(session, task, unseen);
    const perRow = together.length / unseen.rowCount;
    for (const size of [1, 2, 3, 50, 51, 129]) {
      for (let start = 0; start < 300; start += size) {
        const rows = Array.from({ length: Math.min(size, 300 - start) }, (_, offset) => start + offset);
        const answers = await answersOf(session, task, selectRows(unseen, rows));
        const same = together.subarray(start * perRow, (start + rows.length) * perRow);
        expect({ size, start, answers }).toEqual({ size, start, answers: same });
      }
    }
  });

  it('answers an empty batch with nothing', async () => {
    expect(await answersOf(session, task, mixedTable(0, 1))).toHaveLength(0);
  });

  it('asks for every raw column under its own name and type', () => {
    const inputs = session.inputMetadata.map((input) =>
      input.isTensor ? [input.name, input.type, input.shape] : [],
    );
    const types = { numeric: 'float64', categorical: 'string' } as const;
    expect(inputs).toEqual(
      mixedFeatures.map(({ name, kind, nullable }) => [
        name,
        kind === 'boolean' ? (nullable ? 'float64' : 'bool') : types[kind],
        ['N'],
      ]),
    );
  });

  it('labels by the threshold, or by the likeliest class', async () => {
    const outputs = await session.run(feedsOf(mixedFeatures, unseen));
    const answers = await answersOf(session, task, unseen);
    if (task === 'regression') {
      expect(Object.keys(outputs)).toEqual(['prediction']);
    } else if (task === 'binary') {
      const labels = Array.from(outputs['label']?.data as BigInt64Array, Number);
      expect(labels).toEqual(Array.from(answers, (probability) => (probability >= 0.3 ? 1 : 0)));
      expect(new Set(labels).size).toBe(2);
    } else {
      const likeliest = Array.from({ length: unseen.rowCount }, (_, row) => {
        const shares = [...answers.subarray(row * 3, row * 3 + 3)];
        return classNames[shares.indexOf(Math.max(...shares))];
      });
      expect(outputs['label']?.data).toEqual(likeliest);
    }
  });

  it('explains as the model does, read back from its bytes alone', () => {
    const explainer = readExplainer(model.toOnnx({}));
    const rows = selectRows(unseen, [0, 1, 2, 3, 4]);
    expect(explainer.explain(rows)).toEqual(model.explain(rows));
    expect(explainer.score(rows)).toEqual(model.score(rows));
  });

  it('is the same bytes whatever the order of the metadata', () => {
    expect(model.toOnnx({ a: '1', b: '2' })).toEqual(model.toOnnx({ b: '2', a: '1' }));
  });
});
