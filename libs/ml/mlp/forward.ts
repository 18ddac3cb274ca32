import { Arena } from './arena.js';
import { mlpKernels, padded, type MlpKernels } from './kernels.js';
import type { Network } from './network.js';

/** Rows that are computed together. */
export const FORWARD_ROWS = 256;

interface ForwardLayer {
  readonly inputs: number;
  readonly outputs: number;
  readonly weights: number;
  readonly biases: number;
  /** [FORWARD_ROWS × outputs] float64 */
  readonly activations: number;
}

/**
 * A trained network in double precision, for scores and explanations. Sums run in the order of the inputs for every
 * row alike, so a row's outputs do not depend on its neighbours.
 */
export class Forward {
  /** Row-major: write up to FORWARD_ROWS rows of `inputStride` values here, padding included as 0. */
  readonly inputs: Float64Array;
  readonly inputStride: number;
  /** The first hidden layer's activations, for callers that compute them otherwise. */
  readonly firstHidden: Float64Array;
  readonly firstHiddenStride: number;
  readonly outputStride: number;
  /** What `run` and `continueFromFirstHidden` leave: rows of `outputStride` values. */
  readonly outputs: Float64Array;
  private readonly kernels: MlpKernels;
  private readonly layers: readonly ForwardLayer[];
  private readonly inputAddress: number;

  constructor(network: Network) {
    const arena = new Arena();
    const doubles = (count: number): number => arena.reserve(8 * count);
    this.layers = network.map(({ inputCount, outputCount }): ForwardLayer => {
      const inputs = padded(inputCount);
      const outputs = padded(outputCount);
      return {
        inputs,
        outputs,
        weights: doubles(inputs * outputs),
        biases: doubles(outputs),
        activations: doubles(FORWARD_ROWS * outputs),
      };
    });
    const first = this.layers[0]!;
    const last = this.layers.at(-1)!;
    this.inputStride = first.inputs;
    this.firstHiddenStride = first.outputs;
    this.outputStride = last.outputs;
    this.inputAddress = doubles(FORWARD_ROWS * this.inputStride);
    const memory = arena.createMemory();
    const view = (address: number, count: number): Float64Array =>
      new Float64Array(memory.buffer, address, count);
    network.forEach(({ inputCount, outputCount, weights, biases }, index) => {
      const layer = this.layers[index]!;
      const target = view(layer.weights, layer.inputs * layer.outputs);
      for (let input = 0; input < inputCount; input += 1) {
        target.set(weights.subarray(input * outputCount, (input + 1) * outputCount), input * layer.outputs);
      }
      view(layer.biases, layer.outputs).set(biases);
    });
    this.inputs = view(this.inputAddress, FORWARD_ROWS * this.inputStride);
    this.firstHidden = view(first.activations, FORWARD_ROWS * first.outputs);
    this.outputs = view(last.activations, FORWARD_ROWS * last.outputs);
    this.kernels = mlpKernels(memory);
  }

  /** Computes `outputs` of the first `rows` rows of `inputs`. */
  run(rows: number): void {
    this.layersFrom(0, this.inputAddress, rows);
  }

  /** Computes `outputs` of the first `rows` rows of `firstHidden`. */
  continueFromFirstHidden(rows: number): void {
    this.layersFrom(1, this.layers[0]!.activations, rows);
  }

  private layersFrom(from: number, address: number, rows: number): void {
    let input = address;
    for (let index = from; index < this.layers.length; index += 1) {
      const { inputs, outputs, weights, biases, activations } = this.layers[index]!;
      const floor = index === this.layers.length - 1 ? -Infinity : 0;
      this.kernels.multiplyDoubles(input, weights, biases, activations, padded(rows), inputs, outputs, floor);
      input = activations;
    }
  }
}
