import type { KernelTeam } from '../kernels/kernel-team.js';
import type { KernelParameters } from './kernel-parameters.js';
import {
  BLOCK_RESULTS,
  CLASS,
  CLASS_COUNT,
  CONSTANT_HESSIAN,
  FROM,
  GRADIENT_SCALE,
  GRADIENT_VALUES,
  GRADIENTS,
  HESSIAN_BITS,
  HESSIAN_SCALE,
  HESSIAN_VALUES,
  MULTICLASS,
  OBJECTIVE,
  OBJECTIVE_PARAMETER,
  PACKED,
  PACKED_SUMS,
  PROBABILITIES,
  QUANTISE,
  ROUNDING_KEY,
  ROW_BLOCK,
  ROW_COUNT,
  SCORES,
  SOFTMAX,
  SUM_BLOCK,
  TARGET,
  TO,
  WEIGHTS,
} from './layout.js';
import type { Objective } from './objective.js';
import type { RootSums } from './growing/tree-grower.js';
import { chooseQuanta, type Quanta } from './quanta.js';
import { pick, type RowOrder } from './row-order.js';

interface BlockResults {
  readonly loss: number;
  readonly largestGradient: number;
  readonly largestHessian: number;
}

/** Scores, targets and gradients of all rows, in the shared memory and in training's order of rows. */
export class BoostingRows {
  readonly rowCount: number;
  readonly trainingCount: number;
  readonly outputCount: number;
  readonly target: Float64Array;
  readonly weights: Float64Array | undefined;
  readonly #scores: number;
  readonly #results: Float64Array;
  /** Of the training rows, when they were evaluated last. */
  #latest: BlockResults = { loss: NaN, largestGradient: 0, largestHessian: 0 };

  constructor(
    readonly team: KernelTeam,
    readonly parameters: KernelParameters,
    readonly objective: Objective,
    order: RowOrder,
    target: Float64Array,
    weights: Float64Array | undefined,
    base: Float64Array,
  ) {
    const { memory } = team;
    const rowCount = target.length;
    this.rowCount = rowCount;
    this.trainingCount = order.trainingCount;
    this.outputCount = base.length;
    const place = (slot: number, arrays = 1): Float64Array => {
      const address = memory.allocate(8 * (rowCount * arrays + 3));
      parameters.setAddress(slot, address);
      return memory.doubles(address, rowCount * arrays);
    };
    this.target = place(TARGET);
    this.target.set(pick(target, order.rows));
    if (weights !== undefined) {
      this.weights = place(WEIGHTS);
      this.weights.set(pick(weights, order.rows));
    }
    const scores = place(SCORES, base.length);
    this.#scores = scores.byteOffset;
    base.forEach((score, output) => scores.fill(score, output * rowCount, (output + 1) * rowCount));
    for (const slot of [GRADIENT_VALUES, HESSIAN_VALUES, PACKED]) place(slot);
    if (objective.kernel === MULTICLASS) place(PROBABILITIES, base.length);
    const blocks = Math.ceil(rowCount / SUM_BLOCK);
    const results = memory.allocate(32 * blocks);
    parameters.setAddress(BLOCK_RESULTS, results);
    this.#results = memory.doubles(results, 4 * blocks);
    parameters.setInteger(OBJECTIVE, objective.kernel);
    parameters.setDouble(OBJECTIVE_PARAMETER, objective.parameter);
    parameters.setInteger(CLASS_COUNT, base.length);
    parameters.setInteger(ROW_COUNT, rowCount);
    parameters.setInteger(CONSTANT_HESSIAN, this.hasConstantHessian ? 1 : 0);
  }

  get hasConstantHessian(): boolean {
    return this.objective.hasConstantHessian && this.weights === undefined;
  }

  scoresOf(output: number): Float64Array {
    return this.team.memory.doubles(this.#scores + output * this.rowCount * 8, this.rowCount);
  }

  /** Kernels read and write the scores of this output from now on. */
  selectOutput(output: number): void {
    this.parameters.setAddress(SCORES, this.#scores + output * this.rowCount * 8);
    this.parameters.setInteger(CLASS, output);
  }

  /** The weighted mean loss of the rows kept from fitting. Call `trainingLoss` after it. */
  validationLoss(): number {
    return this.#evaluate(this.trainingCount, this.rowCount).loss;
  }

  /** The weighted mean loss of the training rows; brings their gradients (probabilities of classes) up to date. */
  trainingLoss(): number {
    this.#latest = this.#evaluate(0, this.trainingCount);
    return this.#latest.loss;
  }

  /** Gradients of one output as integers; undefined when there are none. The key decides how they are rounded. */
  quantise(output: number, key: number): Quanta | undefined {
    const { parameters, team } = this;
    this.selectOutput(output);
    if (this.objective.kernel === MULTICLASS) this.#latest = this.#run(GRADIENTS, 0, this.trainingCount);
    const { largestGradient, largestHessian } = this.#latest;
    const constant = this.hasConstantHessian;
    const quanta = chooseQuanta(this.trainingCount, largestGradient, largestHessian, constant);
    if (quanta === undefined) return undefined;
    parameters.setDouble(GRADIENT_SCALE, 1 / quanta.gradientUnit);
    parameters.setDouble(HESSIAN_SCALE, 1 / quanta.hessianUnit);
    parameters.setInteger(HESSIAN_BITS, quanta.hessianBits);
    parameters.setInteger(ROUNDING_KEY, key);
    parameters.setInteger(FROM, 0);
    parameters.setInteger(TO, this.trainingCount);
    team.run(QUANTISE, Math.ceil(this.trainingCount / ROW_BLOCK));
    return quanta;
  }

  /** Sums of the integers over the first rows of a tree. */
  packedSums(count: number): RootSums {
    this.parameters.setInteger(FROM, 0);
    this.parameters.setInteger(TO, count);
    const blocks = Math.ceil(count / ROW_BLOCK);
    this.team.run(PACKED_SUMS, blocks);
    let gradient = 0;
    let hessian = 0;
    for (let block = 0; block < blocks; block += 1) {
      gradient += this.#results[block * 4]!;
      hessian += this.#results[block * 4 + 1]!;
    }
    return { count, gradient, hessian };
  }

  #evaluate(from: number, to: number): BlockResults {
    this.selectOutput(0);
    const results = this.#run(this.objective.kernel === MULTICLASS ? SOFTMAX : GRADIENTS, from, to);
    const weight = this.weights?.subarray(from, to).reduce((sum, value) => sum + value, 0) ?? to - from;
    return { ...results, loss: results.loss / weight };
  }

  /** Blocks are added in their order, so that the number of threads does not matter. */
  #run(kernel: number, from: number, to: number): BlockResults {
    this.parameters.setInteger(FROM, from);
    this.parameters.setInteger(TO, to);
    const blocks = Math.ceil((to - from) / SUM_BLOCK);
    this.team.run(kernel, blocks);
    let loss = 0;
    let largestGradient = 0;
    let largestHessian = 0;
    for (let block = 0; block < blocks; block += 1) {
      loss += this.#results[block * 4]!;
      largestGradient = Math.max(largestGradient, this.#results[block * 4 + 1]!);
      largestHessian = Math.max(largestHessian, this.#results[block * 4 + 2]!);
    }
    return { loss, largestGradient, largestHessian };
  }
}
