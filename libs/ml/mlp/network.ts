import type { Random } from '../random/random.js';

/** One dense layer. Weights are float32 values, so files and memory hold exactly what was trained. */
export interface Layer {
  readonly inputCount: number;
  readonly outputCount: number;
  /** inputCount × outputCount, input by input. */
  readonly weights: Float32Array;
  /** One per output. */
  readonly biases: Float32Array;
}

/** Layers in order; ReLU after all but the last. */
export type Network = readonly Layer[];

/**
 * Uniform weights and biases within ±√(6 / (inputs + outputs)) (Glorot, Bengio 2010, equation 16), as scikit-learn
 * begins, drawn layer by layer.
 *
 * @param sizes the number of inputs, the widths of the hidden layers, the number of outputs
 */
export function initialNetwork(sizes: readonly number[], random: Random): Network {
  return sizes.slice(1).map((outputCount, index) => {
    const inputCount = sizes[index]!;
    const bound = Math.sqrt(6 / (inputCount + outputCount));
    const draw = (): number => (2 * random.number() - 1) * bound;
    const weights = Float32Array.from({ length: inputCount * outputCount }, draw);
    const biases = Float32Array.from({ length: outputCount }, draw);
    return { inputCount, outputCount, weights, biases };
  });
}

/** Whether every weight and bias is a number. */
export function hasOnlyNumbers(network: Network): boolean {
  return network.every((layer) =>
    [layer.weights, layer.biases].every((values) => values.every(Number.isFinite)),
  );
}
