import { describe, expect, it } from '@jest/globals';
import { MlError } from '../../errors.js';
import { readModel } from '../../onnx/read-model.js';
import type { FeatureColumn } from '../../table/table.js';
import { randomEnsemble } from '../../testing/random-ensemble.js';
import { randomTable } from '../../testing/random-table.js';
import { scoreFile } from '../../testing/score-graph.js';
import { EnsembleModel } from './ensemble-model.js';
import { readEnsemble } from './read-ensemble.js';

const columns: readonly FeatureColumn[] = [
  { name: 'owner', kind: 'boolean', nullable: false },
  { name: 'job', kind: 'categorical', nullable: false },
  { name: 'age', kind: 'numeric', nullable: true },
  { name: 'insured', kind: 'boolean', nullable: true },
  { name: 'city', kind: 'categorical', nullable: true },
  { name: 'unused', kind: 'categorical', nullable: true },
];
const table = randomTable(columns, 300, 1);

function trained(trees: number, outputs: number, leaves = 12): EnsembleModel {
  const used = columns.slice(0, 5);
  const ensemble = randomEnsemble(used, table, { trees, leaves, outputs, seed: trees });
  return new EnsembleModel(columns, { ...ensemble, categories: [...ensemble.categories, ['Corse']] });
}

describe('an ensemble that was read from its file', () => {
  it.each([
    [40, 1],
    [40, 3],
    [1, 1],
    [0, 2],
  ])('scores, explains and is written as before, %i trees, %i outputs', (trees, outputs) => {
    const model = trained(trees, outputs);
    const file = scoreFile(model, columns);
    const again = readEnsemble(readModel(file), model.state());
    expect(again.score(table)).toEqual(model.score(table));
    expect(again.leaves(table)).toEqual(model.leaves(table));
    expect(again.explain(table)).toEqual(model.explain(table));
    expect(again.state()).toBe(model.state());
    expect(Buffer.from(scoreFile(again, columns)).equals(file)).toBe(true);
  });

  it('keeps neither trees nor categories outside the graph', () => {
    expect(trained(200, 1, 31).state().length).toBeLessThan(700);
  });

  it('is refused when state and graph do not belong together', () => {
    const model = trained(10, 1);
    const read = readModel(scoreFile(model, columns));
    const state = JSON.parse(model.state()) as Record<string, unknown>;
    const wrong: unknown[] = [
      undefined,
      null,
      [],
      { ...state, columns: [{ name: 'age', kind: 'number', nullable: true }] },
      { ...state, base: [] },
      { ...state, base: ['1'] },
      { ...state, grids: [] },
      { ...state, treeCount: -1 },
      { ...state, numbers: [17] },
      { ...state, numbers: [] },
      { ...state, categorical: [1] },
      { ...state, grids: [{ coarseExponent: 5000, fineExponent: 4990 }] },
    ];
    for (const one of wrong) {
      expect(() => readEnsemble(read, JSON.stringify(one) ?? '')).toThrow(MlError);
    }
    const withoutTrees = {
      ...read,
      nodes: read.nodes.filter(({ operator }) => !operator.startsWith('Tree')),
    };
    expect(() => readEnsemble(withoutTrees, model.state())).toThrow(
      'invalid_model: file: there are no trees',
    );
  });

  it('is refused when the nodes of a tree form no tree', () => {
    const model = trained(10, 1);
    const read = readModel(scoreFile(model, columns));
    for (const name of [
      'nodes_truenodeids',
      'nodes_treeids',
      'nodes_featureids',
      'target_ids',
      'nodes_modes',
    ]) {
      const nodes = read.nodes.map((node) => {
        const attribute = node.attributes?.[name];
        if (attribute === undefined) return node;
        const changed =
          'strings' in attribute
            ? { strings: attribute.strings.map(() => 'LEAF') }
            : { integers: 'integers' in attribute ? [...attribute.integers].map(() => 99) : [] };
        return { ...node, attributes: { ...node.attributes, [name]: changed } };
      });
      expect(() => readEnsemble({ ...read, nodes }, model.state())).toThrow(MlError);
    }
  });
});
