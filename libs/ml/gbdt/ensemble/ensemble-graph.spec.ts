import { describe, expect, it } from '@jest/globals';
import { InferenceSession } from 'onnxruntime-node';
import { selectRows, type FeatureColumn, type Table } from '../../table/table.js';
import { randomEnsemble } from '../../testing/random-ensemble.js';
import { randomTable } from '../../testing/random-table.js';
import { openSession } from '../../testing/run-onnx.js';
import { scoreFile, scoresOf } from '../../testing/score-graph.js';
import type { Ensemble, Tree } from '../tree.js';
import { EnsembleModel } from './ensemble-model.js';

const columns: readonly FeatureColumn[] = [
  { name: 'age', kind: 'numeric', nullable: true },
  { name: 'owner', kind: 'boolean', nullable: false },
  { name: 'city', kind: 'categorical', nullable: true },
  { name: 'income', kind: 'numeric', nullable: false },
  { name: 'insured', kind: 'boolean', nullable: true },
  { name: 'job', kind: 'categorical', nullable: false },
];
const table = randomTable(columns, 1000, 1);

const differences = (left: Float64Array, right: Float64Array): number =>
  left.length === right.length ? left.filter((value, place) => !Object.is(value, right[place])).length : NaN;

async function throughOnnx(model: EnsembleModel, rows: Table): Promise<Float64Array> {
  const session = await openSession(scoreFile(model, model.columns));
  const scores = await scoresOf(session, model.columns, rows);
  await session.release();
  return scores;
}

/** The same trees, with the index of the leaf in place of its value and one output per tree. */
function withLeafIndices(ensemble: Ensemble): Ensemble {
  const trees = ensemble.trees.map((tree): Tree => ({
    ...tree,
    leafValue: tree.leafValue.map((_, leaf) => leaf),
  }));
  return { ...ensemble, base: new Float64Array(trees.length), trees };
}

async function expectEqualRouting(
  features: readonly FeatureColumn[],
  ensemble: Ensemble,
  rows: Table,
): Promise<void> {
  const model = new EnsembleModel(features, withLeafIndices(ensemble));
  const routed = await throughOnnx(model, rows);
  expect(differences(routed, Float64Array.from(model.leaves(rows)))).toBe(0);
}

describe('the runtime', () => {
  it.each([1, 79, 80, 81, 200])(
    'gives the score of the predictor to the last bit, alone and in any batch, %i trees',
    async (trees) => {
      for (const outputs of [1, 3]) {
        const model = new EnsembleModel(
          columns,
          randomEnsemble(columns, table, { trees, leaves: 8, outputs, seed: trees }),
        );
        const expected = model.score(table);
        const session = await openSession(scoreFile(model, columns));
        for (const size of [1, 2, 3, 50, 51, 100, 128, 129, 1000]) {
          for (let start = 0; start + size <= 1000 && start < 20 * size; start += size) {
            const rows = Array.from({ length: size }, (_, offset) => start + offset);
            const scores = await scoresOf(session, columns, selectRows(table, rows));
            const own = expected.subarray(start * outputs, (start + size) * outputs);
            expect({ size, start, different: differences(scores, own) }).toEqual({
              size,
              start,
              different: 0,
            });
          }
        }
        await session.release();
      }
    },
  );

  it('gives the same score on several threads', async () => {
    const model = new EnsembleModel(
      columns,
      randomEnsemble(columns, table, { trees: 200, leaves: 8, seed: 5 }),
    );
    const session = await InferenceSession.create(scoreFile(model, columns), { intraOpNumThreads: 3 });
    expect(differences(await scoresOf(session, columns, table), model.score(table))).toBe(0);
    await session.release();
  });

  it('takes every row to the leaf that the predictor takes it to', async () => {
    const ensemble = randomEnsemble(columns, table, { trees: 20, leaves: 31, seed: 7 });
    await expectEqualRouting(columns, ensemble, table);
  });

  it('compares doubles next to a threshold, zeros, denormals, huge and missing values alike', async () => {
    const thresholds = [
      0.1,
      -0,
      5e-324,
      -5e-324,
      2.2250738585072014e-308,
      1 / 3,
      1e300,
      -1.7976931348623157e308,
      16777217,
    ];
    const values = thresholds.flatMap((threshold) => [
      neighbour(threshold, -1),
      threshold,
      neighbour(threshold, 1),
      Math.fround(threshold),
    ]);
    const x = Float64Array.from([...values, 0, -0, Infinity, -Infinity, Number.MAX_VALUE, NaN]);
    const numeric: FeatureColumn[] = [{ name: 'x', kind: 'numeric', nullable: true }];
    const stump = (threshold: number, missingGoesTrue: boolean): Tree => ({
      splits: [{ kind: 'numeric', column: 0, threshold, missingGoesTrue }],
      trueChild: Int32Array.of(~0),
      falseChild: Int32Array.of(~1),
      nodeCover: Float64Array.of(2),
      gain: Float64Array.of(1),
      leafValue: Float64Array.of(0, 1),
      leafCover: Float64Array.of(1, 1),
    });
    const trees = thresholds.flatMap((threshold) => [stump(threshold, true), stump(threshold, false)]);
    const ensemble = { base: Float64Array.of(0), categories: [[]], trees };
    const rows = { rowCount: x.length, columns: { x } };
    await expectEqualRouting(numeric, ensemble, rows);
    const leaves = new EnsembleModel(numeric, ensemble).leaves(rows);
    const expected = [...x].flatMap((value) =>
      thresholds.flatMap((threshold) =>
        Number.isNaN(value) ? [0, 1] : value <= threshold ? [0, 0] : [1, 1],
      ),
    );
    expect([...leaves]).toEqual(expected);
  });

  it('sends missing and unseen categories where their split says', async () => {
    const texts = ['Corse', 'Bretagne', 'Atlantis', '', 'nan', 'None', null, 'corse'];
    const city: FeatureColumn[] = [{ name: 'city', kind: 'categorical', nullable: true }];
    const rows = { rowCount: texts.length, columns: { city: texts } };
    const ensemble = randomEnsemble(city, randomTable(city, 200, 3), { trees: 30, leaves: 4, seed: 3 });
    const sides = new Set(ensemble.trees.map(({ splits }) => splits[0]?.missingGoesTrue));
    expect(sides.size).toBe(2);
    await expectEqualRouting(city, ensemble, rows);
  });

  it('answers an empty batch, trees without splits and no trees at all', async () => {
    const noRows = selectRows(table, []);
    const grown = new EnsembleModel(
      columns,
      randomEnsemble(columns, table, { trees: 5, leaves: 8, outputs: 2, seed: 9 }),
    );
    expect(await throughOnnx(grown, noRows)).toEqual(new Float64Array(0));
    for (const first of [0, 1, 2]) {
      const [feature] = columns.slice(first);
      if (feature === undefined) throw new Error('no column');
      const single = randomEnsemble([feature], table, { trees: 3, leaves: 1, seed: 2 });
      for (const trees of [single.trees, []]) {
        const model = new EnsembleModel([feature], { ...single, trees });
        expect(differences(await throughOnnx(model, table), model.score(table))).toBe(0);
        expect(await throughOnnx(model, noRows)).toEqual(new Float64Array(0));
      }
    }
  });

  it.each([1e-30, 1e15, 1e30, 1e300])('keeps leaves of the size %d exact', async (leafScale) => {
    const ensemble = randomEnsemble(columns, table, { trees: 50, leaves: 8, leafScale, seed: 4 });
    const model = new EnsembleModel(columns, ensemble);
    const scores = model.score(table);
    expect(differences(await throughOnnx(model, table), scores)).toBe(0);
    const trained = rawScores(columns, ensemble, table);
    const farthest = Math.max(...scores.map((score, row) => Math.abs(score - (trained[row] ?? NaN))));
    expect(farthest / leafScale).toBeLessThan(1e-8);
  });
});

/** The leaves as they were trained, added in double. */
function rawScores(features: readonly FeatureColumn[], ensemble: Ensemble, rows: Table): Float64Array {
  const leaves = new EnsembleModel(features, ensemble).leaves(rows);
  const { trees } = ensemble;
  return Float64Array.from({ length: rows.rowCount }, (_, row) =>
    trees.reduce(
      (sum, { leafValue }, tree) => sum + (leafValue[leaves[row * trees.length + tree] ?? 0] ?? NaN),
      ensemble.base[0] ?? NaN,
    ),
  );
}

/** The next double above (1) or below (-1). */
function neighbour(value: number, direction: 1 | -1): number {
  if (value === 0) return direction * Number.MIN_VALUE;
  const bits = new BigInt64Array(1);
  const number = new Float64Array(bits.buffer);
  number[0] = value;
  bits[0]! += BigInt(value > 0 ? direction : -direction);
  return number[0];
}
