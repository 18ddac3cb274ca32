import { describe, expect, it } from '@jest/globals';
import { selectRows, type FeatureColumn, type TrainingData } from '../index.js';
import { estimators, mixedTraining, quickEstimator, withTarget } from '../testing/estimators.js';
import { randomTable } from '../testing/random-table.js';

const numbers: readonly FeatureColumn[] = [
  { name: 'a', kind: 'numeric', nullable: true },
  { name: 'b', kind: 'numeric', nullable: false },
];

function scaled(training: TrainingData, factor: number): TrainingData {
  const columns = Object.fromEntries(
    Object.entries(training.table.columns).map(([name, values]) => [
      name,
      values instanceof Float64Array ? values.map((value) => value * factor) : values,
    ]),
  );
  return { ...training, table: { ...training.table, columns } };
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe.each(estimators)('$algorithm ($task)', ({ algorithm, task }) => {
  const estimator = quickEstimator(algorithm, task);

  it.each([1e-150, 1e150])('does not mind features of the size %d', (factor) => {
    const training = withTarget(task, { features: numbers, table: randomTable(numbers, 300, 11) });
    const plain = estimator.fit(training, { seed: 2 }).predict(training.table);
    const extreme = scaled(training, factor);
    const answers = estimator.fit(extreme, { seed: 2 }).predict(extreme.table);
    const differences = answers.map((answer, i) => Math.abs(answer - plain[i]!));
    expect(meanOf(differences)).toBeLessThan(0.02 * (1 + Math.abs(meanOf(plain))));
  });

  it('learns from few rows, and says nothing impossible', () => {
    for (const rowCount of [2, 3, 5]) {
      const full = mixedTraining(task, 60);
      // Rows of every class first.
      const order = Array.from(full.target.keys()).sort((a, b) => rankWithin(full, a) - rankWithin(full, b));
      const rows = order.slice(0, Math.max(rowCount, task === 'multiclass' ? 3 : 2));
      const training = {
        ...full,
        table: selectRows(full.table, rows),
        target: Float64Array.from(rows, (row) => full.target[row]!),
      };
      const answers = estimator.fit(training, { seed: 2 }).predict(full.table);
      expect(answers.every((answer) => Number.isFinite(answer))).toBe(true);
      if (task !== 'regression') expect(answers.every((answer) => answer >= 0 && answer <= 1)).toBe(true);
    }
  });

  it('finds what only the absence of a value tells', () => {
    const table = randomTable(numbers, 400, 21);
    const a = (table.columns['a'] as Float64Array).map((value, row) => (row % 3 === 0 ? NaN : value));
    const training = withTarget(task, {
      features: numbers,
      table: { ...table, columns: { ...table.columns, a } },
    });
    const high = task === 'regression' ? 10 : task === 'binary' ? 1 : 2;
    const target = a.map((value, row) => (Number.isNaN(value) ? high : task === 'multiclass' ? row % 2 : 0));
    const model = estimator.fit({ ...training, target }, { seed: 2 });
    const outputs = task === 'multiclass' ? 3 : 1;
    const answers = model.predict({
      rowCount: 2,
      columns: { a: Float64Array.of(NaN, 0), b: Float64Array.of(0, 0) },
    });
    expect(answers[outputs - 1]!).toBeGreaterThan(answers[2 * outputs - 1]! + 0.3 * Math.min(high, 1));
  });

  it('explains: contributions and baseline add up to the raw score', () => {
    const training = mixedTraining(task);
    const model = estimator.fit(training, { seed: 7 });
    const rows = selectRows(training.table, [0, 5, 17, 200]);
    const { baseline, contributions, features } = model.explain(rows);
    expect(features).toEqual(training.features.map(({ name }) => name));
    const scores = model.score(rows);
    const outputs = baseline.length;
    scores.forEach((score, i) => {
      const parts = contributions.subarray(i * features.length, (i + 1) * features.length);
      const sum = parts.reduce((total, part) => total + part, baseline[i % outputs]!);
      expect(Math.abs(sum - score)).toBeLessThan(1e-6 * Math.max(1, Math.abs(score)));
    });
    const constant = features.indexOf('heures');
    expect(contributions.filter((_, i) => i % features.length === constant)).toEqual(
      new Float64Array(4 * outputs),
    );
  });
});

/** The how-manieth row of its class it is. */
function rankWithin({ target }: TrainingData, row: number): number {
  let rank = 0;
  for (let other = 0; other < row; other += 1) if (target[other] === target[row]) rank += 1;
  return rank;
}
