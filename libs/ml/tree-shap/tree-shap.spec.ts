import { describe, expect, it } from '@jest/globals';
import { numbersOf } from '../table/columns.js';
import type { FeatureColumn, Table } from '../table/table.js';
import { bruteForceShapley } from '../testing/brute-force-shapley.js';
import { randomEnsemble } from '../testing/random-ensemble.js';
import { randomTable } from '../testing/random-table.js';
import type { Ensemble, Tree } from '../gbdt/tree.js';
import { EnsembleModel } from '../gbdt/ensemble/ensemble-model.js';

const columns: readonly FeatureColumn[] = [
  { name: 'age', kind: 'numeric', nullable: true },
  { name: 'city', kind: 'categorical', nullable: true },
  { name: 'income', kind: 'numeric', nullable: true },
  { name: 'owner', kind: 'boolean', nullable: false },
  { name: 'job', kind: 'categorical', nullable: false },
  { name: 'debt', kind: 'numeric', nullable: false },
];
const trainingRows = randomTable(columns, 300, 1);
const rows = randomTable(columns, 12, 2);

function expectExact(features: readonly FeatureColumn[], ensemble: Ensemble, table: Table): void {
  const model = new EnsembleModel(features, ensemble);
  const { contributions, baseline } = model.explain(table);
  const perRow = ensemble.base.length * features.length;
  const scores = model.score(table);
  let farthest = 0;
  for (let row = 0; row < table.rowCount; row += 1) {
    const own = contributions.subarray(row * perRow, (row + 1) * perRow);
    const exact = bruteForceShapley(features, model.ensemble, table, row);
    for (const [place, value] of exact.entries())
      farthest = Math.max(farthest, Math.abs(value - (own[place] ?? NaN)));
    for (const [output, start] of baseline.entries()) {
      const sum = own
        .subarray(output * features.length, (output + 1) * features.length)
        .reduce((a, b) => a + b, start);
      expect(Math.abs(sum - (scores[row * baseline.length + output] ?? NaN))).toBeLessThan(1e-12);
    }
  }
  expect(farthest).toBeLessThan(1e-12);
}

/** How many of a tree's splits test a column that a split above them tested. */
function repeatedSplits(
  { splits, trueChild, falseChild }: Tree,
  node = 0,
  above: readonly number[] = [],
): number {
  const split = splits[node];
  if (split === undefined) return 0;
  const children = [trueChild[node] ?? -1, falseChild[node] ?? -1].filter((child) => child >= 0);
  const below = [...above, split.column];
  return children.reduce(
    (sum, child) => sum + repeatedSplits({ splits, trueChild, falseChild } as Tree, child, below),
    above.includes(split.column) ? 1 : 0,
  );
}

describe('the explanation of trees', () => {
  it.each([2, 3, 5, 9, 31])('equals brute-force Shapley values, %i leaves', (leaves) => {
    for (const outputs of [1, 3]) {
      expectExact(
        columns,
        randomEnsemble(columns, trainingRows, { trees: 6, leaves, outputs, seed: leaves }),
        rows,
      );
    }
  });

  it('holds where a path tests one column again and again', () => {
    const two = columns.slice(0, 2);
    const ensemble = randomEnsemble(two, trainingRows, { trees: 10, leaves: 31, seed: 1 });
    expect(ensemble.trees.reduce((sum, tree) => sum + repeatedSplits(tree), 0)).toBeGreaterThan(100);
    expectExact(two, ensemble, rows);
  });

  it('holds for paths with many columns', () => {
    const many = Array.from({ length: 11 }, (_, index): FeatureColumn => ({
      name: `x${index}`,
      kind: 'numeric',
      nullable: true,
    }));
    const table = randomTable(many, 400, 5);
    const one = { ...table, rowCount: 1 };
    for (const seed of [1, 2, 3]) {
      expectExact(many, randomEnsemble(many, table, { trees: 4, leaves: 60, seed }), one);
    }
  });

  it('adds up to the score on paths of sixty columns, some with a billionth of the cover', () => {
    const many = Array.from({ length: 60 }, (_, index): FeatureColumn => ({
      name: `x${index}`,
      kind: 'numeric',
      nullable: true,
    }));
    const table = randomTable(many, 200, 3);
    const splits = Array.from({ length: 180 }, (_, node) => ({
      kind: 'numeric' as const,
      column: node % 60,
      threshold: numbersOf(table, `x${node % 60}`)[node] ?? 0,
      missingGoesTrue: node % 2 === 0,
    }));
    // One long path: the true child is a leaf, the false one the next node.
    const tree: Tree = {
      splits,
      trueChild: Int32Array.from(splits, (_, node) => ~node),
      falseChild: Int32Array.from(splits, (_, node) =>
        node + 1 < splits.length ? node + 1 : ~splits.length,
      ),
      nodeCover: Float64Array.from(splits, (_, node) => 1e9 - node),
      gain: new Float64Array(splits.length),
      leafValue: Float64Array.from({ length: splits.length + 1 }, (_, leaf) => Math.cos(leaf)),
      leafCover: Float64Array.from({ length: splits.length + 1 }, (_, leaf) =>
        leaf < splits.length ? 1 : 1e9 - leaf,
      ),
    };
    const model = new EnsembleModel(many, {
      base: Float64Array.of(0.5),
      categories: many.map(() => []),
      trees: [tree],
    });
    const { contributions, baseline } = model.explain(table);
    const farthest = model.score(table).map((score, row) => {
      const own = contributions.subarray(row * many.length, (row + 1) * many.length);
      return Math.abs(own.reduce((sum, value) => sum + value, (baseline[0] ?? NaN) - score));
    });
    expect(Math.max(...farthest)).toBeLessThan(1e-12);
  });

  it('does not divide by covers of zero', () => {
    const ensemble = randomEnsemble(columns, trainingRows, { trees: 8, leaves: 12, seed: 6 });
    const trees = ensemble.trees.map((tree, index): Tree => {
      const leafCover = tree.leafCover.map((cover, leaf) => ((leaf + index) % 3 === 0 ? 0 : cover));
      const coverOf = (child: number): number => {
        if (child < 0) return leafCover[~child] ?? NaN;
        return coverOf(tree.trueChild[child] ?? NaN) + coverOf(tree.falseChild[child] ?? NaN);
      };
      return { ...tree, leafCover, nodeCover: tree.nodeCover.map((_, node) => coverOf(node)) };
    });
    expect(trees.some(({ nodeCover }) => nodeCover.includes(0))).toBe(true);
    expectExact(columns, { ...ensemble, trees }, rows);
  });

  it('of trees without splits is the baseline alone', () => {
    const ensemble = randomEnsemble(columns, trainingRows, { trees: 3, leaves: 1, seed: 6 });
    expectExact(columns, ensemble, rows);
    expect(new EnsembleModel(columns, { ...ensemble, trees: [] }).explain(rows).baseline).toEqual(
      ensemble.base,
    );
  });
});
