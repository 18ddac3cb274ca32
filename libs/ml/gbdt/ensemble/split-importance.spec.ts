import { describe, expect, it } from '@jest/globals';
import type { Ensemble, Split } from '../tree.js';
import { splitImportance } from './split-importance.js';

describe('split importance', () => {
  it('adds up gains and splits per column, and names columns that are not used', () => {
    const split = (column: number): Split => ({
      kind: 'numeric',
      column,
      threshold: 0,
      missingGoesTrue: false,
    });
    const tree = (columns: readonly number[], gain: readonly number[]): Ensemble['trees'][number] => ({
      splits: columns.map(split),
      trueChild: Int32Array.from(columns, (_, node) => (node + 1 < columns.length ? node + 1 : ~0)),
      falseChild: Int32Array.from(columns, (_, node) => ~(node + 1)),
      nodeCover: new Float64Array(columns.length),
      gain: Float64Array.from(gain),
      leafValue: new Float64Array(columns.length + 1),
      leafCover: new Float64Array(columns.length + 1),
    });
    const ensemble = {
      base: Float64Array.of(0),
      categories: [[], [], []],
      trees: [tree([2, 0, 2], [8, 2, 1]), tree([], []), tree([2], [0.5])],
    };
    expect(splitImportance(ensemble.trees, [{ name: 'a' }, { name: 'b' }, { name: 'c' }])).toEqual([
      { feature: 'a', gain: 2, splits: 1 },
      { feature: 'b', gain: 0, splits: 0 },
      { feature: 'c', gain: 9.5, splits: 3 },
    ]);
  });
});
