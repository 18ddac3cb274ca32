import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { InferenceSession } from 'onnxruntime-node';
import {
  createEstimator,
  readExplainer,
  selectRows,
  type FittedModel,
  type Table,
  type Task,
  type TrainingData,
} from '../index.js';
import { classNames, estimators, mixedTable, mixedTraining, quickEstimator } from '../testing/estimators.js';
import { feedsOf, openSession } from '../testing/run-onnx.js';

/** Means of all rows and of groups, of numbers and truth, with missing values in every part, and one of nothing. */
function learntTraining(task: Task): TrainingData {
  return {
    ...mixedTraining(task, 160),
    derived: [
      { name: 'relative', expression: 'coalesce(revenu / (mean(revenu, région) + 1), mean(revenu))' },
      { name: 'smoking', expression: 'mean(smoker, city) - mean(smoker)' },
      { name: 'silent', expression: 'mean(nothing, "no text")' },
      { name: 'of both', expression: 'if(relative > mean(score), relative, smoking)' },
    ],
  };
}

const bytesOf = (model: FittedModel): string => Buffer.from(model.toOnnx({})).toString('base64');

async function answersOf(session: InferenceSession, task: Task, rows: Table): Promise<Float64Array> {
  const outputs = await session.run(feedsOf(learntTraining(task).features, rows));
  const names = {
    regression: ['prediction'],
    binary: ['probability'],
    multiclass: classNames.map((name) => `probability_${name}`),
  }[task];
  const columns = names.map((name) => outputs[name]?.data as Float64Array);
  return Float64Array.from(
    { length: rows.rowCount * names.length },
    (_, i) => columns[i % names.length]![Math.floor(i / names.length)]!,
  );
}

/** Groups as the training had them, misspelt, never seen, and missing as MLflow, CSV and JSON say it. */
function strangeRows(): Table {
  const groups = ['Corse', 'corse', 'Atlantis', '__proto__', '', 'nan', 'None', null];
  const { columns, rowCount } = mixedTable(groups.length, 5);
  return { rowCount, columns: { ...columns, région: groups, city: [...groups.slice(1), 'Bretagne'] } };
}

describe.each(estimators)('$algorithm ($task) with learnt constants', ({ algorithm, task }) => {
  const training = learntTraining(task);
  const estimator = quickEstimator(algorithm, task);
  const model = estimator.fit(training, { seed: 7 });
  let session: InferenceSession;

  beforeAll(async () => {
    session = await openSession(model.toOnnx({}));
  });
  afterAll(() => session.release());

  it('learns each mean once, from its training rows', () => {
    expect(Object.keys(model.learnt)).toEqual([
      'mean(revenu, région)',
      'mean(revenu)',
      'mean(smoker, city)',
      'mean(smoker)',
      'mean(nothing, "no text")',
      'mean(score)',
    ]);
    const revenu = model.features.find(({ name }) => name === 'revenu')!.mean!;
    expect(model.learnt['mean(revenu)']).toBeCloseTo(revenu, 9);
    expect(model.learnt['mean(nothing, "no text")']).toEqual({});
  });

  it('gives the same bytes again, from its own hyperparameters and on any number of threads', () => {
    const again = createEstimator(algorithm, task, estimator.hyperparameters);
    expect(bytesOf(again.fit(training, { seed: 7, threads: 2 }))).toBe(bytesOf(model));
    expect(bytesOf(estimator.fit(training, { seed: 7, threads: 4 }))).toBe(bytesOf(model));
  });

  it.each([
    ['rows like those of the training', mixedTable(300, 23)],
    ['unseen and missing groups', strangeRows()],
    ['one row', mixedTable(1, 9)],
    ['no row', mixedTable(0, 9)],
  ])('answers %s as its file does', async (_what, rows) => {
    const predicted = model.predict(rows);
    const answers = await answersOf(session, task, rows);
    expect(answers).toHaveLength(predicted.length);
    predicted.forEach((answer, i) => {
      expect(Math.abs(answers[i]! - answer)).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(answer)));
    });
    expect(predicted.every((answer) => Number.isFinite(answer))).toBe(true);
  });

  it('gives a row the same answer alone and beside others', async () => {
    const rows = strangeRows();
    const together = await answersOf(session, task, rows);
    const outputs = together.length / rows.rowCount;
    for (let row = 0; row < rows.rowCount; row += 1) {
      const alone = await answersOf(session, task, selectRows(rows, [row]));
      expect(alone).toEqual(together.slice(row * outputs, (row + 1) * outputs));
    }
  });

  it('explains from its file alone, with the constants in it', () => {
    const explainer = readExplainer(model.toOnnx({}));
    const rows = strangeRows();
    expect(explainer.learnt).toEqual(model.learnt);
    const explanation = model.explain(rows);
    expect(explainer.explain(rows)).toEqual(explanation);
    const { baseline, contributions, features } = explanation;
    model.score(rows).forEach((score, i) => {
      const parts = contributions.subarray(i * features.length, (i + 1) * features.length);
      const sum = parts.reduce((total, part) => total + part, baseline[i % baseline.length]!);
      expect(Math.abs(sum - score)).toBeLessThan(1e-6 * Math.max(1, Math.abs(score)));
    });
  });
});
