import { describe, expect, it } from '@jest/globals';
import {
  algorithms,
  selectRows,
  type ColumnValues,
  type FittedModel,
  type Task,
  type TrainingData,
} from '../index.js';
import { mixedTraining, withTarget } from '../testing/estimators.js';
import { loanFeatures, loans, loanWeights } from '../testing/small-loans.js';

const tasks = ['regression', 'binary', 'multiclass'] as const;

function loanTraining(task: Task): TrainingData {
  return { ...withTarget(task, { features: loanFeatures, table: loans }), sampleWeight: loanWeights };
}

function fit(task: Task, training: TrainingData): FittedModel {
  return algorithms.linear.create(task).fit(training, { seed: 1 });
}

/**
 * Shapley values by their definition, over all subsets of columns. The value of a subset is the mean score over the
 * weighted training rows when these columns are the row's.
 */
function shapleyValues(model: FittedModel, row: number): number[][] {
  const names = loanFeatures.map(({ name }) => name);
  const total = loanWeights.reduce((sum, weight) => sum + weight, 0);
  const worth = Array.from({ length: 2 ** names.length }, (_, subset) => {
    const columns: Record<string, ColumnValues> = {};
    names.forEach((name, index) => {
      const values = loans.columns[name] ?? [];
      const isKnown = ((subset >> index) & 1) === 1;
      if (!isKnown) columns[name] = values;
      else if (values instanceof Float64Array) columns[name] = values.map(() => values[row] ?? NaN);
      else columns[name] = values.map(() => values[row] ?? null);
    });
    const scores = model.score({ rowCount: 8, columns });
    const outputs = scores.length / 8;
    const mean = (output: number): number =>
      loanWeights.reduce(
        (sum, weight, other) => sum + weight * (scores[other * outputs + output] ?? NaN),
        0,
      ) / total;
    return Array.from({ length: outputs }, (_unused, output) => mean(output));
  });
  const sizeOf = (subset: number): number => names.filter((_, index) => (subset >> index) & 1).length;
  const factorial = (count: number): number => (count <= 1 ? 1 : count * factorial(count - 1));
  return (worth[0] ?? []).map((_, output) =>
    names.map((_name, index) => {
      let sum = 0;
      worth.forEach((without, subset) => {
        if ((subset >> index) & 1) return;
        const size = sizeOf(subset);
        const share = (factorial(size) * factorial(names.length - size - 1)) / factorial(names.length);
        sum += share * ((worth[subset | (1 << index)]?.[output] ?? NaN) - (without[output] ?? NaN));
      });
      return sum;
    }),
  );
}

describe.each(tasks)('the explanation of a linear model (%s)', (task) => {
  it('is the Shapley values of the columns over the weighted training rows', () => {
    const model = fit(task, loanTraining(task));
    const { method, contributions, baseline } = model.explain(loans);
    expect(method).toBe('linear');
    const width = loanFeatures.length;
    for (let row = 0; row < 8; row += 1) {
      shapleyValues(model, row).forEach((golden, output) => {
        const start = (row * baseline.length + output) * width;
        golden.forEach((value, column) => expect(contributions[start + column]).toBeCloseTo(value, 10));
      });
    }
  });

  it('starts from the mean score of the weighted training rows', () => {
    const training = mixedTraining(task);
    const sampleWeight = training.target.map((_, row) => 1 + (row % 7));
    const model = fit(task, { ...training, sampleWeight });
    const scores = model.score(training.table);
    const { baseline } = model.explain(training.table);
    const total = sampleWeight.reduce((sum, weight) => sum + weight, 0);
    baseline.forEach((value, output) => {
      const mean = sampleWeight.reduce(
        (sum, weight, row) => sum + (weight * (scores[row * baseline.length + output] ?? NaN)) / total,
        0,
      );
      expect(value).toBeCloseTo(mean, 10);
    });
  });

  it('covers missing values and unseen categories', () => {
    const training = mixedTraining(task);
    const model = fit(task, training);
    const rows = selectRows(training.table, [1, 2]);
    const columns = Object.fromEntries(
      Object.entries(rows.columns).map(([name, values]) => [
        name,
        values instanceof Float64Array ? values.map(() => NaN) : ['Atlantis', null],
      ]),
    );
    const strange = { rowCount: 2, columns };
    const { baseline, contributions } = model.explain(strange);
    const width = training.features.length;
    model.score(strange).forEach((score, index) => {
      const parts = contributions.subarray(index * width, (index + 1) * width);
      const sum = parts.reduce((rest, part) => rest + part, baseline[index % baseline.length] ?? NaN);
      expect(Math.abs(sum - score)).toBeLessThan(1e-9 * Math.max(1, Math.abs(score)));
    });
  });
});
