import { describe, expect, it } from '@jest/globals';
import type { FeatureColumn } from '../../table/table.js';
import { leavesOfTree, randomEnsemble } from '../../testing/random-ensemble.js';
import { randomTable } from '../../testing/random-table.js';
import { EnsembleModel } from './ensemble-model.js';

describe('the leaves of rows', () => {
  it('are those that the contract of a split says', () => {
    const columns: FeatureColumn[] = [
      { name: 'city', kind: 'categorical', nullable: true },
      { name: 'age', kind: 'numeric', nullable: true },
      { name: 'owner', kind: 'boolean', nullable: true },
      { name: 'unused', kind: 'numeric', nullable: true },
      { name: 'income', kind: 'numeric', nullable: false },
    ];
    const table = randomTable(columns, 600, 1);
    const ensemble = randomEnsemble(columns, randomTable(columns, 300, 2), {
      trees: 25,
      leaves: 20,
      outputs: 2,
      seed: 3,
    });
    const leaves = new EnsembleModel(columns, ensemble).leaves(table);
    const byTree = ensemble.trees.map((tree) => leavesOfTree(columns, ensemble, tree, table));
    const expected = Array.from({ length: table.rowCount }, (_, row) => byTree.map((own) => own[row]));
    expect([...leaves]).toEqual(expected.flat());
    expect(new Set(leaves).size).toBe(20);
  });
});
