import { describe, expect, it } from '@jest/globals';
import { EnsembleModel } from '../gbdt/ensemble/ensemble-model.js';
import type { FeatureColumn } from '../table/table.js';

/**
 * Four trees of LightGBM 4.6.0 (regression, 7 leaves, learning rate 0.3, max_bin 15, 400 rows with missing values),
 * from `Booster.dump_model()`: splits are [column, threshold, missing goes true]. The contributions are those of
 * `TreeExplainer(booster).shap_values` of shap 0.51.0, which is path-dependent when it gets no background rows.
 */
const trees = [
  {
    splits: [
      [0, -0.33199999999999996, 0],
      [0, -1.3094999999999997, 1],
      [1, -1.4914999999999998, 1],
      [0, 0.7475000000000002, 1],
      [3, -1.0000000180025095e-35, 0],
      [0, 1.0320000000000003, 1],
    ],
    trueChild: [1, -1, -2, 4, -4, -6],
    falseChild: [3, 2, -3, 5, -5, -7],
    nodeCover: [400, 127, 95, 273, 200, 73],
    leafValue: [
      0.08016008739970859, 1.1658501515039825, 0.676819048040139, 1.4741020949463322, 1.0870100137014618,
      1.658563839071023, 2.0669172522207373,
    ],
    leafCover: [32, 20, 75, 99, 101, 25, 48],
  },
  {
    splits: [
      [0, 0.16100000000000003, 0],
      [0, -0.8554999999999998, 1],
      [3, -0.8989999999999999, 0],
      [3, -0.37699999999999995, 0],
      [0, 1.0320000000000003, 1],
      [3, -0.5779999999999998, 0],
    ],
    trueChild: [1, 2, -1, -3, 5, -5],
    falseChild: [4, 3, -2, -4, -7, -6],
    nodeCover: [400, 214, 64, 150, 186, 138],
    leafValue: [
      -0.2992692544727641, -0.7489997694466977, 0.07878043117622534, -0.2398967738583451, 0.4871631297710779,
      0.11216571196950603, 0.6190154475159942,
    ],
    leafCover: [17, 47, 54, 96, 37, 101, 48],
  },
  {
    splits: [
      [0, 0.16100000000000003, 0],
      [0, -0.8554999999999998, 1],
      [3, -1.1504999999999999, 0],
      [0, 1.4940000000000002, 1],
      [1, 1.4915000000000003, 0],
      [3, -0.37699999999999995, 0],
    ],
    trueChild: [1, -1, -2, 4, 5, -4],
    falseChild: [3, 2, -3, -7, -6, -5],
    nodeCover: [400, 214, 150, 186, 162, 132],
    leafValue: [
      -0.4406780658115167, 0.19444362404756246, -0.14134769769651548, 0.2813882586038248,
      0.011991356744229877, 0.4776170715689659, 0.5659051857888698,
    ],
    leafCover: [64, 24, 126, 44, 88, 30, 24],
  },
  {
    splits: [
      [0, 0.31900000000000006, 1],
      [0, -1.3094999999999997, 0],
      [3, 0.11350000000000002, 0],
      [1, -0.9994999999999999, 1],
      [2, -0.7635, 1],
      [1, -1.4914999999999998, 0],
    ],
    trueChild: [1, -1, 3, 4, -2, -6],
    falseChild: [5, 2, -5, -4, -3, -7],
    nodeCover: [400, 277, 245, 137, 35, 123],
    leafValue: [
      -0.4358923507126747, 0.7497915959358216, 0.14700428914278746, -0.04160742441411404,
      -0.15817156438424718, -0.07866687051951883, 0.24692587691701254,
    ],
    leafCover: [32, 5, 30, 102, 108, 10, 113],
  },
];
const rows = [
  [0.001, 0.299, -0.274, -0.891],
  [0.105, -0.93, -0.029, 0.695],
  [-1.842, -0.235, -1.267, 0.271],
  [NaN, NaN, NaN, NaN],
];
const contributions = [
  [-0.12113006049061947, -0.0568421323090818, -0.005865046564680223, 0.3711551463802118],
  [-0.22802392382399575, -0.03627264724550362, -0.0029088588146687668, -0.3678100893495757],
  [-2.4903713206072893, -0.03515206779190749, 0.011302262002369393, -0.2137984691704512],
  [0.4194714517416472, 0.3656902196638667, 0.0562762581101456, -0.505426193656071],
];
const expectedValue = 1.1826094969960976;
const predictions = [1.3699274040119278, 0.5475939777623541, -1.5454100985711803, 1.5186212328556865];

const columns = ['a', 'b', 'c', 'd'].map((name): FeatureColumn => ({
  name,
  kind: 'numeric',
  nullable: true,
}));
const table = {
  rowCount: rows.length,
  columns: Object.fromEntries(
    columns.map(({ name }, column) => [name, Float64Array.from(rows, (row) => row[column] ?? NaN)]),
  ),
};

describe('the explanation of a LightGBM model', () => {
  const model = new EnsembleModel(columns, {
    base: Float64Array.of(0),
    categories: columns.map(() => []),
    trees: trees.map((tree) => ({
      splits: tree.splits.map(([column = 0, threshold = NaN, missing]) => ({
        kind: 'numeric',
        column,
        threshold,
        missingGoesTrue: missing === 1,
      })),
      trueChild: Int32Array.from(tree.trueChild),
      falseChild: Int32Array.from(tree.falseChild),
      nodeCover: Float64Array.from(tree.nodeCover),
      gain: new Float64Array(tree.splits.length),
      leafValue: Float64Array.from(tree.leafValue),
      leafCover: Float64Array.from(tree.leafCover),
    })),
  });

  it('scores the rows as LightGBM does, to 1e-12', () => {
    const farthest = model.score(table).map((score, row) => Math.abs(score - (predictions[row] ?? NaN)));
    expect(Math.max(...farthest)).toBeLessThan(1e-12);
  });

  it('equals the one of shap, to 1e-12', () => {
    const explained = model.explain(table);
    expect(explained.method).toBe('tree_shap');
    expect(Math.abs((explained.baseline[0] ?? NaN) - expectedValue)).toBeLessThan(1e-12);
    const expected = contributions.flat();
    const farthest = explained.contributions.map((value, place) =>
      Math.abs(value - (expected[place] ?? NaN)),
    );
    expect(farthest).toHaveLength(expected.length);
    expect(Math.max(...farthest)).toBeLessThan(1e-12);
  });
});
