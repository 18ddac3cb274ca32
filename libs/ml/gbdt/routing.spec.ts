import { describe, expect, it } from '@jest/globals';
import type { Task } from '../index.js';
import { resolveHyperparameters } from '../hyperparameters.js';
import type { FeatureColumn, Table } from '../table/table.js';
import { randomNumbers } from '../testing/random-table.js';
import { EnsembleModel } from './ensemble/ensemble-model.js';
import { fitEnsemble } from './fit-ensemble.js';
import { gbdtHyperparameters } from './gbdt-hyperparameters.js';

const columns: readonly FeatureColumn[] = [
  { name: 'extreme', kind: 'numeric', nullable: true },
  { name: 'dense', kind: 'numeric', nullable: true },
  { name: 'city', kind: 'categorical', nullable: true },
  { name: 'owner', kind: 'boolean', nullable: true },
];

/** Zeros of both signs, denormal numbers, the largest ones, and neighbours that no smaller format tells apart. */
const extremes = [
  ...[-0, 0, Number.MIN_VALUE, -Number.MIN_VALUE, 2.2250738585072014e-308, Number.MAX_VALUE],
  ...[-Number.MAX_VALUE, 1, 1 + Number.EPSILON, 1 - Number.EPSILON / 2, 16_777_217, 16_777_216, NaN],
];

function manyCases(rowCount: number): { table: Table; effects: Float64Array } {
  const next = randomNumbers(21);
  const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(next() * values.length)]!;
  const rows = Array.from({ length: rowCount }, (_, row) => row);
  const extreme = Float64Array.from(rows, () => pick(extremes));
  const dense = Float64Array.from(rows, () => (next() < 0.1 ? NaN : 1 + next() * 1e-9));
  const city = rows.map(() =>
    pick([null, '', 'nan', ...Array.from({ length: 300 }, (_, i) => `k${i % 290}`)]),
  );
  const owner = Float64Array.from(rows, () => pick([0, 1, NaN]));
  const effects = Float64Array.from(rows, (row) => {
    const known = extremes.findIndex((value) => Object.is(value, extreme[row]));
    return ((known * 5) % 7) + ((city[row]?.length ?? 0) % 3) + (owner[row] === 1 ? 2 : 0) + next();
  });
  return { table: { rowCount, columns: { extreme, dense, city, owner } }, effects };
}

describe('a trained ensemble', () => {
  it.each(['regression', 'multiclass'] satisfies Task[])(
    'leads every training row to the leaf that it was counted in: %s',
    (task) => {
      const { table, effects } = manyCases(6000);
      const target =
        task === 'regression' ? effects : effects.map((value) => Math.min(2, Math.floor(value / 4)));
      const given = { n_estimators: 15, min_child_samples: 3, min_data_per_group: 3, cat_smooth: 2 };
      const hyperparameters = resolveHyperparameters(gbdtHyperparameters, task, given);
      const classes = task === 'regression' ? [] : ['a', 'b', 'c'];
      const data = { columns, table, target, classes, classCount: classes.length, sampleWeight: undefined };
      const { ensemble } = fitEnsemble(task, hyperparameters, data, { seed: 5 });
      const leaves = new EnsembleModel(columns, ensemble).leaves(table);
      expect(ensemble.trees).toHaveLength(15 * Math.max(1, classes.length));
      expect(ensemble.trees.flatMap(({ splits }) => splits).some(({ kind }) => kind === 'categories')).toBe(
        true,
      );
      ensemble.trees.forEach((tree, index) => {
        const counts = new Float64Array(tree.leafCover.length);
        for (let row = 0; row < table.rowCount; row += 1)
          counts[leaves[row * ensemble.trees.length + index]!]! += 1;
        expect(counts).toEqual(tree.leafCover);
        expect(tree.nodeCover[0]).toBe(table.rowCount);
      });
    },
  );
});
