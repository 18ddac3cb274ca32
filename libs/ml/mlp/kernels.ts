import { compileKernels } from '../kernels/compile.js';
import { kernelsBase64 } from './kernels.generated.js';

/** The exports of `assembly/index.ts`; arguments and meaning are described there. Pointers are byte addresses. */
export interface MlpKernels {
  constantsEnd(): number;
  multiply(
    a: number,
    rowStride: number,
    innerStride: number,
    b: number,
    start: number,
    startStride: number,
    c: number,
    rows: number,
    inner: number,
    columns: number,
    floor: number,
  ): void;
  transpose(source: number, rows: number, columns: number, target: number): void;
  multiplyDoubles(
    a: number,
    b: number,
    bias: number,
    c: number,
    rows: number,
    inner: number,
    columns: number,
    floor: number,
  ): void;
  gatherRows(
    source: number,
    columns: number,
    indices: number,
    rows: number,
    paddedRows: number,
    target: number,
  ): void;
  gatherSum(values: number, indices: number, rows: number): number;
  addColumnSums(values: number, rows: number, columns: number, sums: number): void;
  dropOut(values: number, count: number, state: number, threshold: number, scale: number): void;
  maskInactive(deltas: number, activations: number, count: number, scale: number): void;
  squaredLoss: LossKernel;
  logisticLoss: LossKernel;
  softmaxLoss(
    outputs: number,
    stride: number,
    classes: number,
    indices: number,
    targets: number,
    weights: number,
    rows: number,
    paddedRows: number,
    scale: number,
    deltas: number,
  ): number;
  adam(
    parameters: number,
    gradients: number,
    means: number,
    squares: number,
    count: number,
    decay: number,
    keptMean: number,
    newMean: number,
    keptSquare: number,
    newSquare: number,
    rate: number,
    epsilon: number,
  ): number;
}

export type LossKernel = (
  outputs: number,
  stride: number,
  indices: number,
  targets: number,
  weights: number,
  rows: number,
  paddedRows: number,
  scale: number,
  deltas: number,
) => number;

let compiled: WebAssembly.Module | undefined;

/** The kernels, working on `memory`. */
export function mlpKernels(memory: WebAssembly.Memory): MlpKernels {
  compiled ??= compileKernels(kernelsBase64);
  return new WebAssembly.Instance(compiled, { env: { memory } }).exports as unknown as MlpKernels;
}

/** Rows and columns in kernels are multiples of four: a vector of float32. */
export function padded(count: number): number {
  return (count + 3) & ~3;
}
