import { describe, expect, it } from '@jest/globals';
import type { FitProgress, Task } from '../estimator.js';
import { Random } from '../random/random.js';
import type { Network } from './network.js';
import { trainNetwork, type TrainedNetwork, type TrainingSettings } from './train-network.js';

const ROWS = 12;
const INPUTS = 3;
const x = (row: number, column: number): number => Math.sin(1 + 3 * row + 7 * column);
const targets: Readonly<Record<Task, (row: number) => number>> = {
  regression: (row) => x(row, 0) * x(row, 1) + 0.5 * x(row, 2),
  binary: (row) => (x(row, 0) * x(row, 1) > 0 ? 1 : 0),
  multiclass: (row) => (row * 5) % 3,
};

const settings: TrainingSettings = {
  task: 'regression',
  classCount: 3,
  alpha: 0.1,
  learningRate: 0.02,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  dropout: 0,
  batchSize: 1000,
  maximumEpochs: 25,
  tolerance: 0,
  patience: 1000,
  lossUnit: 1,
};

/** 3-5-4 units and the outputs, with weights that Python makes as well. */
function startingNetwork(outputs: number): Network {
  const sizes = [INPUTS, 5, 4, outputs];
  return sizes.slice(1).map((outputCount, layer) => {
    const inputCount = sizes[layer]!;
    const weight = (_: unknown, index: number): number => {
      const [input, output] = [Math.floor(index / outputCount), index % outputCount];
      return 0.6 * Math.sin(1 + 2 * input + 5 * output + layer);
    };
    const weights = Float32Array.from({ length: inputCount * outputCount }, weight);
    const biases = Float32Array.from({ length: outputCount }, (_, output) => 0.1 * Math.cos(output + layer));
    return { inputCount, outputCount, weights, biases };
  });
}

interface Observed extends TrainedNetwork {
  readonly curve: readonly FitProgress[];
}

/** Trains on the rows listed; a row may repeat. */
function train(
  task: Task,
  rows: readonly number[],
  weightOf: (row: number) => number,
  changes: Partial<TrainingSettings> = {},
  { validation = [], seed = 1 }: { validation?: readonly number[]; seed?: number } = {},
): Observed {
  const curve: FitProgress[] = [];
  const trained = trainNetwork(
    startingNetwork(task === 'multiclass' ? 3 : 1),
    {
      count: rows.length,
      write: (matrix, stride) =>
        rows.forEach((row, at) => {
          for (let column = 0; column < INPUTS; column += 1) matrix[at * stride + column] = x(row, column);
        }),
      target: Float64Array.from(rows, targets[task]),
      weight: Float64Array.from(rows, weightOf),
    },
    Uint32Array.from(validation),
    { ...settings, task, ...changes },
    new Random(seed),
    (progress) => curve.push(progress),
  );
  return { ...trained, curve };
}

const allRows = Array.from({ length: ROWS }, (_, row) => row);
const largestDifference = (actual: Iterable<number>, expected: Iterable<number>): number => {
  const golden = [...expected];
  return Math.max(...[...actual].map((value, index) => Math.abs(value - golden[index]!)));
};

/*
 * Golden numbers: scikit-learn 1.9.1, MLPRegressor and MLPClassifier(hidden_layer_sizes=(5, 4), alpha=0.1,
 * learning_rate_init=0.02, batch_size=12, max_iter=25, tol=0) with _init_coef giving the weights above: the loss of
 * epoch 1, then the weights of units 0 and 4 of the first layer, those of output 0, and the biases of
 * the second layer. Weighted rows weigh 1 + row % 3.
 */
const golden = [
  {
    task: 'regression',
    weighted: false,
    firstLoss: 0.22489034,
    first: [0.57236123, 0.028891243, -0.70419553, 0.72439151, -0.19991113, -0.15694636],
    last: [-0.26736662, -0.88913896, 0.49872096, 0.36267086],
    biases: [0.3583809, -0.16969571, 0.071699061, 0.16054126],
  },
  {
    task: 'regression',
    weighted: true,
    firstLoss: 0.19601735,
    first: [0.58811212, 0.034192542, -0.70658987, 0.75257705, -0.22382797, -0.19636433],
    last: [-0.20940293, -0.88071573, 0.53212721, 0.34038464],
    biases: [0.3266364, -0.12279956, 0.07450828, 0.13491295],
  },
  {
    task: 'binary',
    weighted: false,
    firstLoss: 0.73231611,
    first: [0.46109591, -0.10745882, -0.86375214, 0.81317129, -0.24374552, -0.092880595],
    last: [0.61308988, -0.83793625, 0.78637592, 0.75207403],
    biases: [0.45693489, -0.2541736, -0.031930174, 0.11264305],
  },
  {
    task: 'binary',
    weighted: true,
    firstLoss: 0.71678887,
    first: [0.67530292, 0.013535815, -0.83840483, 0.8933377, -0.25217227, -0.061685892],
    last: [0.58879627, -0.90795092, 0.85307746, 0.64993503],
    biases: [0.46748436, -0.30580385, -0.089058491, 0.12819067],
  },
  {
    task: 'multiclass',
    weighted: false,
    firstLoss: 1.1510724,
    first: [0.41585152, 0.016809536, -0.48210244, 0.14438737, -0.47687622, -0.011442389],
    last: [-0.19090943, -0.23755226, -0.0090611875, -0.15984365],
    biases: [-0.034083578, -0.22519655, -0.21032117, -0.0093000265],
  },
  {
    task: 'multiclass',
    weighted: true,
    firstLoss: 1.1236363,
    first: [0.53012885, -0.02192708, -0.74983379, 0.064298532, -0.94654617, 0.039811191],
    last: [-0.14850648, -0.6379201, 0.00046500151, -0.066188561],
    biases: [0.22953545, -0.019011546, -0.21032204, 0.11887626],
  },
] as const;

describe('full batches of Adam', () => {
  it.each(golden)('follow scikit-learn, $task, weighted: $weighted', ({ task, weighted, ...expected }) => {
    const weightOf = (row: number): number => (weighted ? 1 + (row % 3) : 1);
    const { network, curve } = train(task, allRows, weightOf);
    const [first, second, last] = network as [Network[0], Network[0], Network[0]];
    const unit = (layer: Network[0], output: number): Float32Array =>
      layer.weights.filter((_, index) => index % layer.outputCount === output);
    expect(largestDifference([...unit(first, 0), ...unit(first, 4)], expected.first)).toBeLessThan(1e-4);
    expect(largestDifference(unit(last, 0), expected.last)).toBeLessThan(1e-4);
    expect(largestDifference(second.biases, expected.biases)).toBeLessThan(1e-4);
    // The curve is without the penalty, scikit-learn's with it.
    const squares = startingNetwork(last.outputCount).flatMap(({ weights }) => [...weights]);
    const weight = allRows.reduce((sum, row) => sum + weightOf(row), 0);
    const penalty = (0.1 * squares.reduce((sum, value) => sum + value ** 2, 0)) / 2 / weight;
    expect(curve[0]!.loss + penalty).toBeCloseTo(expected.firstLoss, 6);
  });

  it('take a row of weight 2 for two rows', () => {
    for (const task of ['regression', 'binary', 'multiclass'] as const) {
      const weighted = train(task, allRows, (row) => 1 + (row % 3));
      const repeated = train(
        task,
        [...allRows, ...allRows, ...allRows].filter((row, at) => at < ROWS * (1 + (row % 3))),
        () => 1,
      );
      weighted.network.forEach((layer, index) =>
        expect(largestDifference(layer.weights, repeated.network[index]!.weights)).toBeLessThan(1e-4),
      );
    }
  });

  it('add up what many rows ask for chunk by chunk', () => {
    const many = Array.from({ length: 1003 }, (_, row) => row % ROWS);
    const counts = allRows.map((row) => many.filter((other) => other === row).length);
    const chunked = train('regression', many, () => 1, { batchSize: 2000 });
    const weighted = train('regression', allRows, (row) => counts[row]!, { batchSize: 2000 });
    chunked.network.forEach((layer, index) =>
      expect(largestDifference(layer.weights, weighted.network[index]!.weights)).toBeLessThan(1e-4),
    );
  });
});

describe('training', () => {
  const squaredWeights = ({ network }: Observed): number =>
    network.reduce((sum, { weights }) => weights.reduce((rest, weight) => rest + weight ** 2, sum), 0);

  it('gives the same network for the same seed and another one for another', () => {
    const changes = { batchSize: 4, dropout: 0.2 };
    const one = train('regression', allRows, () => 1, changes, { seed: 7 });
    expect(train('regression', allRows, () => 1, changes, { seed: 7 })).toEqual(one);
    expect(train('regression', allRows, () => 1, changes, { seed: 8 })).not.toEqual(one);
  });

  it('keeps weights smaller the larger alpha is', () => {
    const sizes = [0, 0.3, 3].map((alpha) =>
      squaredWeights(train('binary', allRows, () => 1, { alpha, maximumEpochs: 200 })),
    );
    sizes.slice(1).forEach((size, index) => expect(size).toBeLessThan(sizes[index]! * 0.9));
  });

  it('converges when the loss no longer falls by more than the tolerance, and says when it did not', () => {
    const changes = { tolerance: 0.01, patience: 3, maximumEpochs: 500 };
    const { converged, epochs, curve } = train('regression', allRows, () => 1, changes);
    expect(converged).toBe(true);
    expect(epochs).toBe(curve.length);
    expect(epochs).toBeLessThan(500);
    expect(train('regression', allRows, () => 1, { ...changes, maximumEpochs: 5 }).converged).toBe(false);
  });

  it('stops early and keeps the network that was best on the validation rows', () => {
    const rows = Array.from({ length: 40 }, (_, row) => row);
    const changes = { alpha: 0, learningRate: 0.1, patience: 5, maximumEpochs: 400, batchSize: 8 };
    const validation = rows.slice(30);
    const stopped = train('regression', rows, () => 1, changes, { validation });
    expect(stopped.converged).toBe(true);
    const losses = stopped.curve.map(({ validationLoss }) => validationLoss!);
    expect(stopped.bestEpoch).toBe(losses.indexOf(Math.min(...losses)) + 1);
    expect(stopped.bestEpoch).toBeLessThan(stopped.curve.length);
    const upToBest = train(
      'regression',
      rows,
      () => 1,
      { ...changes, maximumEpochs: stopped.bestEpoch },
      { validation },
    );
    expect(upToBest.network).toEqual(stopped.network);
    const withoutThem = train('regression', rows.slice(0, 30), () => 1, changes);
    expect(withoutThem.network).not.toEqual(stopped.network);
  });

  it('leaves units out at random while it learns and none when it judges', () => {
    const rows = Array.from({ length: 40 }, (_, row) => row);
    const changes = { learningRate: 1e-7, maximumEpochs: 3, batchSize: 4 };
    const judge = { validation: rows.slice(20) };
    const whole = train('regression', rows, () => 1, changes, judge);
    const thinned = train('regression', rows, () => 1, { ...changes, dropout: 0.5 }, judge);
    const losses = thinned.curve.map(({ loss }) => loss);
    expect(new Set(losses.map((loss) => loss.toPrecision(3))).size).toBe(3);
    expect(losses[0]).not.toBeCloseTo(whole.curve[0]!.loss, 3);
    expect(thinned.curve[2]!.validationLoss).toBeCloseTo(whole.curve[2]!.validationLoss!, 4);
  });

  it('refuses to go on when the loss leaves the numbers', () => {
    const action = (): unknown =>
      train('regression', allRows, () => 1, { learningRate: 1e20, maximumEpochs: 50 });
    expect(action).toThrow('learning_rate_init: the loss of the regression left the numbers');
  });
});
