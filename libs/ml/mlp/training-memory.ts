import { Arena } from './arena.js';
import { padded } from './kernels.js';
import type { Network } from './network.js';

/** Rows that are computed together; larger batches add up their gradients chunk by chunk. */
export const CHUNK_ROWS = 256;

/** Where one layer's matrices stand: [inputs × outputs] but for `transposed`, all padded. */
export interface LayerAddresses {
  readonly inputs: number;
  readonly outputs: number;
  readonly weights: number;
  readonly biases: number;
  readonly weightGradients: number;
  readonly biasGradients: number;
  /** [outputs × inputs], for the backward pass; the first layer needs none. */
  readonly transposed: number;
  /** [chunk × outputs] */
  readonly activations: number;
}

/** Parameters of one kind, of all layers one after the other, and what Adam keeps of each. */
export interface ParameterBlock {
  readonly parameters: number;
  readonly gradients: number;
  readonly means: number;
  readonly squares: number;
  readonly count: number;
}

/** Addresses in the memory of one training. Sizes are those of the padded network. */
export interface TrainingAddresses {
  readonly layers: readonly LayerAddresses[];
  readonly weights: ParameterBlock;
  readonly biases: ParameterBlock;
  /** [chunk × inputs] */
  readonly batch: number;
  /** Two of [chunk × widest layer], used in turns. */
  readonly deltas: readonly [number, number];
  readonly zeros: number;
  readonly dropoutState: number;
  /** [rows × inputs] float32 */
  readonly rows: number;
  readonly targets: number;
  readonly sampleWeights: number;
  /** Row numbers (u32) in the order of training. */
  readonly order: number;
}

/** Lays out everything that training of `network` on `rowCount` rows touches. */
export function layOutTraining(network: Network, rowCount: number, arena: Arena): TrainingAddresses {
  const floats = (count: number): number => arena.reserve(4 * count);
  const sizes = network.map(({ inputCount, outputCount }) => ({
    inputs: padded(inputCount),
    outputs: padded(outputCount),
  }));
  const block = (counts: readonly number[]): ParameterBlock => {
    const count = counts.reduce((sum, size) => sum + size, 0);
    const [parameters, gradients, means, squares] = [0, 1, 2, 3].map(() => floats(count));
    return { parameters: parameters!, gradients: gradients!, means: means!, squares: squares!, count };
  };
  const weights = block(sizes.map(({ inputs, outputs }) => inputs * outputs));
  const biases = block(sizes.map(({ outputs }) => outputs));
  let weightOffset = 0;
  let biasOffset = 0;
  const layers = sizes.map(({ inputs, outputs }, index): LayerAddresses => {
    const addresses = {
      inputs,
      outputs,
      weights: weights.parameters + 4 * weightOffset,
      biases: biases.parameters + 4 * biasOffset,
      weightGradients: weights.gradients + 4 * weightOffset,
      biasGradients: biases.gradients + 4 * biasOffset,
      transposed: index === 0 ? 0 : floats(inputs * outputs),
      activations: floats(CHUNK_ROWS * outputs),
    };
    weightOffset += inputs * outputs;
    biasOffset += outputs;
    return addresses;
  });
  const inputs = sizes[0]!.inputs;
  const widest = Math.max(...sizes.map(({ outputs }) => outputs));
  return {
    layers,
    weights,
    biases,
    batch: floats(CHUNK_ROWS * inputs),
    deltas: [floats(CHUNK_ROWS * widest), floats(CHUNK_ROWS * widest)],
    zeros: floats(widest),
    dropoutState: floats(4),
    rows: floats(rowCount * inputs),
    targets: floats(rowCount),
    sampleWeights: floats(rowCount),
    order: floats(rowCount),
  };
}
