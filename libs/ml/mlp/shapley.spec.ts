import { describe, expect, it } from '@jest/globals';
import { learnEncoding, type NumberEncoding } from '../encoding/encoding.js';
import { Random } from '../random/random.js';
import { selectRows, type FeatureColumn, type Table } from '../table/table.js';
import { randomTable } from '../testing/random-table.js';
import { drawBackground } from './background.js';
import { arrangeInputs } from './inputs.js';
import { MlpModel } from './mlp-model.js';
import { initialNetwork, type Network } from './network.js';

const features: readonly FeatureColumn[] = [
  { name: 'age', kind: 'numeric', nullable: false },
  { name: 'owner', kind: 'boolean', nullable: false },
  { name: 'nothing', kind: 'numeric', nullable: true },
  { name: 'income', kind: 'numeric', nullable: true },
  { name: 'region', kind: 'categorical', nullable: true },
  { name: 'smoker', kind: 'boolean', nullable: true },
];
const filled = randomTable(features, 400, 3);
const training: Table = {
  rowCount: 400,
  columns: { ...filled.columns, nothing: new Float64Array(400).fill(NaN) },
};
const encodings = features.map((feature) => learnEncoding(feature, training).encoding);
const inputs = arrangeInputs(encodings);
const background = drawBackground(features, encodings, training, 32, new Random(5));
const rows = selectRows(training, [3, 40, 41, 199]);

function modelOf(network: Network): MlpModel {
  return new MlpModel({ encodings, network, scale: { mean: 40, deviation: 7 }, background });
}

/** Weights three times as large as at the start of training bend the network well within the rows. */
function bentNetwork(outputs: number): Network {
  const network = initialNetwork([inputs.count, 16, 8, outputs], new Random(9));
  return network.map((layer) => ({ ...layer, weights: layer.weights.map((weight) => 3 * weight) }));
}

/** The row with the columns outside of the coalition taken from each background row in turn. */
function coalitionScores(model: MlpModel, row: number, coalition: number): Float64Array {
  const columns = features.map(({ name }, column) => {
    if ((coalition & (1 << column)) === 0) return [name, background.columns[name]!];
    const repeated = new Uint32Array(background.rowCount).fill(row);
    return [name, selectRows(rows, repeated).columns[name]!];
  });
  return model.score({
    rowCount: background.rowCount,
    columns: Object.fromEntries(columns) as Table['columns'],
  });
}

/** Shapley 1953, equation 12, over all coalitions: row → column → value, for output 0 of `outputs`. */
function exactShapley(model: MlpModel, outputs: number): number[][] {
  const count = features.length;
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  return Array.from({ length: rows.rowCount }, (_, row) => {
    const worth = Array.from({ length: 2 ** count }, (_, coalition) => {
      const scores = coalitionScores(model, row, coalition).filter((_, index) => index % outputs === 0);
      return scores.reduce((sum, score) => sum + score, 0) / scores.length;
    });
    return features.map((_, column) =>
      worth.reduce((sum, without, coalition) => {
        if ((coalition & (1 << column)) !== 0) return sum;
        const size = [...coalition.toString(2)].filter((bit) => bit === '1').length;
        const weight = (factorial(size) * factorial(count - size - 1)) / factorial(count);
        return sum + weight * (worth[coalition | (1 << column)]! - without);
      }, 0),
    );
  });
}

describe('explanations of a network', () => {
  it('add up to the score exactly, for every output', () => {
    const model = modelOf(bentNetwork(3));
    const scores = model.score(rows);
    const { baseline, contributions, method } = model.explain(rows);
    expect(method).toBe('sampled');
    scores.forEach((score, index) => {
      const own = contributions.subarray(index * features.length, (index + 1) * features.length);
      const sum = own.reduce((total, contribution) => total + contribution, baseline[index % 3]!);
      expect(Math.abs(sum - score)).toBeLessThan(1e-9);
    });
  });

  it('have the mean score of the background as their baseline', () => {
    const model = modelOf(bentNetwork(1));
    const scores = model.score(background);
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    expect(model.explain(rows).baseline[0]).toBeCloseTo(mean, 10);
  });

  it('are the Shapley values over all coalitions within a few standard errors', () => {
    const model = modelOf(bentNetwork(2));
    const exact = exactShapley(model, 2);
    for (const rounds of [2, 32]) {
      const { contributions, standardError } = model.explain(rows, rounds);
      const squares = exact.flatMap((values, row) =>
        values.flatMap((value, column) => {
          const at = row * 2 * features.length + column;
          const error = standardError![at]!;
          const difference = Math.abs(contributions[at]! - value);
          if (features[column]!.name === 'nothing') {
            expect([difference, error]).toEqual([0, 0]);
            return [];
          }
          expect(difference).toBeLessThan(5 * error);
          return [(difference / error) ** 2];
        }),
      );
      // The stated error is the size of the true one: neither a multiple nor a fraction of it.
      const ratio = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
      expect(ratio).toBeGreaterThan(0.5);
      expect(ratio).toBeLessThan(1.7);
    }
  });

  it('have errors that shrink with the square root of the effort', () => {
    const model = modelOf(bentNetwork(1));
    const meanError = (rounds: number): number => {
      const { standardError } = model.explain(rows, rounds);
      return standardError!.reduce((sum, error) => sum + error, 0) / standardError!.length;
    };
    const ratio = meanError(4) / meanError(64);
    expect(ratio).toBeGreaterThan(2.8);
    expect(ratio).toBeLessThan(5.6);
  });

  it('are exact and know it where the network is linear', () => {
    // A bias that keeps every unit active makes the network a sum over its inputs.
    const network = initialNetwork([inputs.count, 6, 1], new Random(2)).map((layer, index) =>
      index === 0 ? { ...layer, biases: layer.biases.map(() => 64) } : layer,
    );
    const model = modelOf(network);
    const exact = exactShapley(model, 1).flat();
    const { contributions, standardError } = model.explain(rows);
    contributions.forEach((contribution, at) => expect(contribution).toBeCloseTo(exact[at]!, 9));
    standardError!.forEach((error) => expect(error).toBeLessThan(1e-9));
  });

  it('are the same for the same row, wherever it stands', () => {
    const model = modelOf(bentNetwork(1));
    const together = model.explain(rows);
    const alone = modelOf(bentNetwork(1)).explain(selectRows(rows, [2]));
    const place = [2 * features.length, 3 * features.length] as const;
    expect(alone.contributions).toEqual(together.contributions.slice(...place));
    expect(alone.standardError).toEqual(together.standardError!.slice(...place));
  });

  it('give a single column all of the difference', () => {
    const one = features.slice(0, 1);
    const network = initialNetwork([1, 4, 1], new Random(1));
    const parts = { encodings: encodings.slice(0, 1), network, scale: { mean: 0, deviation: 1 } };
    const model = new MlpModel({
      ...parts,
      background: drawBackground(one, encodings, training, 8, new Random(1)),
    });
    const { baseline, contributions } = model.explain(rows);
    model
      .score(rows)
      .forEach((score, row) => expect(contributions[row]).toBeCloseTo(score - baseline[0]!, 12));
  });

  it('do not stop at the rows that are computed at a time', () => {
    const many = Array.from({ length: 150 }, (_, index): FeatureColumn => ({
      name: `column_${index}`,
      kind: 'numeric',
      nullable: false,
    }));
    const table = randomTable(many, 60, 2);
    const own = many.map((column) => learnEncoding(column, table).encoding);
    const [first, last] = initialNetwork([150, 5, 1], new Random(3)) as [Network[0], Network[0]];
    const network = [{ ...first, biases: first.biases.map(() => 64) }, last];
    const drawn = drawBackground(many, own, table, 8, new Random(1));
    const scale = { mean: 0, deviation: 1 };
    const model = new MlpModel({ encodings: own, network, scale, background: drawn });
    const { contributions } = model.explain(selectRows(table, [5]));
    many.forEach(({ name }, column) => {
      const slope = last.weights.reduce(
        (sum, weight, unit) => sum + weight * first.weights[column * 5 + unit]!,
        0,
      );
      const values = drawn.columns[name] as Float64Array;
      const mean = values.reduce((sum, value) => sum + value / values.length, 0);
      const { scale: deviation } = own[column] as NumberEncoding;
      const expected = (slope * ((table.columns[name] as Float64Array)[5]! - mean)) / deviation;
      expect(contributions[column]).toBeCloseTo(expected, 9);
    });
  });
});
