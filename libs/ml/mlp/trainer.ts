import type { Task } from '../estimator.js';
import { mlpKernels, padded, type MlpKernels } from './kernels.js';
import type { Network } from './network.js';
import { CHUNK_ROWS, type ParameterBlock, type TrainingAddresses } from './training-memory.js';

export interface TrainerSettings {
  readonly task: Task;
  readonly classCount: number;
  /** L2: half of it times the sum of squared weights, divided by the batch's weight, is added to the mean loss. */
  readonly alpha: number;
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** The probability with which a hidden unit is left out of a step. */
  readonly dropout: number;
}

export interface BatchLoss {
  /** Sum of weight · loss over the batch's rows, with the parameters before the step. */
  readonly weightedLoss: number;
  readonly weight: number;
  /** What L2 adds to the mean loss. */
  readonly penalty: number;
}

/**
 * A network in the memory of the kernels and the steps of Adam on it. Rows, targets and weights are in that memory
 * already; a batch is a stretch of `order`.
 */
export class Trainer {
  private readonly kernels: MlpKernels;
  private readonly floats: Float32Array;
  private step = 0;

  constructor(
    memory: WebAssembly.Memory,
    private readonly addresses: TrainingAddresses,
    private readonly settings: TrainerSettings,
    network: Network,
  ) {
    this.kernels = mlpKernels(memory);
    this.floats = new Float32Array(memory.buffer);
    this.write(network);
  }

  /** One step of Adam on the rows order[start] … order[end - 1]. */
  learn(start: number, end: number): BatchLoss {
    const { order, sampleWeights, weights, biases } = this.addresses;
    const weight = this.kernels.gatherSum(sampleWeights, order + 4 * start, end - start);
    for (const { gradients, count } of [weights, biases]) {
      this.floats.fill(0, gradients / 4, gradients / 4 + count);
    }
    let weightedLoss = 0;
    for (let from = start; from < end; from += CHUNK_ROWS) {
      const rows = Math.min(CHUNK_ROWS, end - from);
      this.forward(from, rows, this.settings.dropout);
      weightedLoss += this.lossOf(from, rows, 1 / weight);
      this.backward(padded(rows));
    }
    this.step += 1;
    const decay = this.settings.alpha / weight;
    const squares = this.adam(weights, decay);
    this.adam(biases, 0);
    this.transposeWeights();
    return { weightedLoss, weight, penalty: (decay * squares) / 2 };
  }

  /** Mean loss of the rows order[start] … order[end - 1], without dropout and penalty; nothing is learned. */
  meanLoss(start: number, end: number): number {
    const { order, sampleWeights } = this.addresses;
    let weightedLoss = 0;
    for (let from = start; from < end; from += CHUNK_ROWS) {
      const rows = Math.min(CHUNK_ROWS, end - from);
      this.forward(from, rows, 0);
      weightedLoss += this.lossOf(from, rows, 1);
    }
    return weightedLoss / this.kernels.gatherSum(sampleWeights, order + 4 * start, end - start);
  }

  /** A copy of the network as it is now. */
  read(shape: Network): Network {
    return shape.map(({ inputCount, outputCount }, index) => {
      const { outputs, weights, biases } = this.addresses.layers[index]!;
      const copied = new Float32Array(inputCount * outputCount);
      for (let input = 0; input < inputCount; input += 1) {
        const from = weights / 4 + input * outputs;
        copied.set(this.floats.subarray(from, from + outputCount), input * outputCount);
      }
      return {
        inputCount,
        outputCount,
        weights: copied,
        biases: Float32Array.from(this.floats.subarray(biases / 4, biases / 4 + outputCount)),
      };
    });
  }

  private write(network: Network): void {
    network.forEach(({ inputCount, outputCount, weights, biases }, index) => {
      const layer = this.addresses.layers[index]!;
      for (let input = 0; input < inputCount; input += 1) {
        const row = weights.subarray(input * outputCount, (input + 1) * outputCount);
        this.floats.set(row, layer.weights / 4 + input * layer.outputs);
      }
      this.floats.set(biases, layer.biases / 4);
    });
    this.transposeWeights();
  }

  private forward(from: number, rows: number, dropout: number): void {
    const { layers, rows: source, order, batch, dropoutState } = this.addresses;
    const paddedRows = padded(rows);
    this.kernels.gatherRows(source, layers[0]!.inputs, order + 4 * from, rows, paddedRows, batch);
    let input = batch;
    layers.forEach(({ inputs, outputs, weights, biases, activations }, index) => {
      const isLast = index === layers.length - 1;
      const floor = isLast ? -Infinity : 0;
      const start = { address: biases, stride: 0 };
      const shape = { rows: paddedRows, inner: inputs, columns: outputs };
      this.multiply(
        { address: input, rowStride: inputs, innerStride: 1 },
        weights,
        start,
        activations,
        shape,
        floor,
      );
      if (dropout > 0 && !isLast) {
        const threshold = Math.floor(dropout * 2 ** 32);
        this.kernels.dropOut(activations, paddedRows * outputs, dropoutState, threshold, 1 / (1 - dropout));
      }
      input = activations;
    });
  }

  /** Writes the outputs' deltas and returns the sum of weight · loss. */
  private lossOf(from: number, rows: number, scale: number): number {
    const { layers, order, targets, sampleWeights, deltas } = this.addresses;
    const { activations, outputs } = layers.at(-1)!;
    const indices = order + 4 * from;
    const rest = [indices, targets, sampleWeights, rows, padded(rows), scale, deltas[0]] as const;
    switch (this.settings.task) {
      case 'regression':
        return this.kernels.squaredLoss(activations, outputs, ...rest);
      case 'binary':
        return this.kernels.logisticLoss(activations, outputs, ...rest);
      case 'multiclass':
        return this.kernels.softmaxLoss(activations, outputs, this.settings.classCount, ...rest);
    }
  }

  /** Adds the chunk's part to the gradients, from the last layer to the first. */
  private backward(rows: number): void {
    const { layers, batch, zeros } = this.addresses;
    const scale = 1 / (1 - this.settings.dropout);
    let [delta, other] = this.addresses.deltas;
    for (let index = layers.length - 1; index >= 0; index -= 1) {
      const { inputs, outputs, weightGradients, biasGradients, transposed } = layers[index]!;
      const input = layers[index - 1]?.activations ?? batch;
      const gradients = { address: weightGradients, stride: outputs };
      this.multiply(
        { address: input, rowStride: 1, innerStride: inputs },
        delta,
        gradients,
        weightGradients,
        { rows: inputs, inner: rows, columns: outputs },
        -Infinity,
      );
      this.kernels.addColumnSums(delta, rows, outputs, biasGradients);
      if (index === 0) return;
      this.multiply(
        { address: delta, rowStride: outputs, innerStride: 1 },
        transposed,
        { address: zeros, stride: 0 },
        other,
        { rows, inner: outputs, columns: inputs },
        -Infinity,
      );
      this.kernels.maskInactive(other, input, rows * inputs, scale);
      [delta, other] = [other, delta];
    }
  }

  private adam({ parameters, gradients, means, squares, count }: ParameterBlock, decay: number): number {
    const { learningRate, beta1, beta2, epsilon } = this.settings;
    const rate = (learningRate * Math.sqrt(1 - beta2 ** this.step)) / (1 - beta1 ** this.step);
    const moments = [beta1, 1 - beta1, beta2, 1 - beta2] as const;
    return this.kernels.adam(parameters, gradients, means, squares, count, decay, ...moments, rate, epsilon);
  }

  /** c = max(start + a · b, floor); see the kernel. */
  private multiply(
    a: { readonly address: number; readonly rowStride: number; readonly innerStride: number },
    b: number,
    start: { readonly address: number; readonly stride: number },
    c: number,
    shape: { readonly rows: number; readonly inner: number; readonly columns: number },
    floor: number,
  ): void {
    const { rows, inner, columns } = shape;
    const left = [a.address, a.rowStride, a.innerStride] as const;
    this.kernels.multiply(...left, b, start.address, start.stride, c, rows, inner, columns, floor);
  }

  private transposeWeights(): void {
    for (const { inputs, outputs, weights, transposed } of this.addresses.layers.slice(1)) {
      this.kernels.transpose(weights, inputs, outputs, transposed);
    }
  }
}
