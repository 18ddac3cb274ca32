import { dot, type CentredDesign } from './centred-design.js';
import { factorRaised, solveFactored } from './cholesky.js';
import type { LinearSolution } from './linear-solution.js';
import { minimise, type NewtonOptions, type Objective, type ObjectivePoint } from './newton.js';

export interface LogisticOptions extends NewtonOptions {
  /** scikit-learn's C: the inverse of the penalty. */
  readonly inversePenalty: number;
}

interface LogisticPoint extends ObjectivePoint {
  /** One array per output: of the class per row. */
  readonly probabilities: readonly Float64Array[];
  /** One per output: the mean of p·(1 - p). */
  readonly curvatures: readonly number[];
}

/**
 * Minimises ½‖W‖² + C·Σ rowWeight·loss, intercepts without penalty, where loss is the log loss of the logistic function
 * (one output, the score of class 1) or of the softmax over one score per class (scikit-learn's
 * LogisticRegression, "multinomial"; Hastie, Tibshirani, Friedman, "The Elements of Statistical Learning", sections
 * 4.4 and 18.3.2). Divided by C·Σ rowWeight, so that the tolerance means the same for every table. Softmax scores may
 * be shifted by a constant: of equal answers, the intercepts that sum to 0 are given.
 *
 * @param target 0 or 1, or the index of the class, per row
 */
export function solveLogistic(
  design: CentredDesign,
  target: Float64Array,
  rowWeight: Float64Array,
  outputCount: number,
  options: LogisticOptions,
): LinearSolution {
  const share = rowWeight.map((weight) => weight / design.totalWeight);
  const penalty = 1 / options.inversePenalty / design.totalWeight;
  const objective = new LogisticObjective(design, target, share, outputCount, penalty);
  const minimum = minimise(objective, objective.start(), options);
  const width = design.size + 1;
  const weights = new Float64Array(outputCount * design.size);
  const intercepts = new Float64Array(outputCount);
  for (let output = 0; output < outputCount; output += 1) {
    weights.set(
      minimum.parameters.subarray(output * width, output * width + design.size),
      output * design.size,
    );
    intercepts[output] = minimum.parameters[output * width + design.size]!;
  }
  return { weights, intercepts, converged: minimum.converged, iterations: minimum.iterations };
}

/** p·(1 - p) at p = 0.2; the preconditioner need not be exact. */
const TYPICAL_CURVATURE = 0.16;

/** Parameters: per output the weights, then the intercept. */
class LogisticObjective implements Objective<LogisticPoint> {
  private readonly width: number;
  private readonly factor: Float64Array;

  /** @param share the rows' weights, of sum 1 */
  constructor(
    private readonly design: CentredDesign,
    private readonly target: Float64Array,
    private readonly share: Float64Array,
    private readonly outputCount: number,
    private readonly penalty: number,
  ) {
    this.width = design.size + 1;
    const gram = design.gram().map((value) => value / design.totalWeight);
    // As strong against the squares as it is in the first step.
    this.factor = factorRaised(gram, design.size, penalty / TYPICAL_CURVATURE);
  }

  /** No weights, and the intercepts that give every class its share of the rows. */
  start(): Float64Array {
    const shares = new Float64Array(Math.max(this.outputCount, 2));
    this.target.forEach((index, row) => (shares[index]! += this.share[row]!));
    const logarithms = shares.map((value) => Math.log(value));
    const parameters = new Float64Array(this.outputCount * this.width);
    if (this.outputCount === 1) {
      parameters[this.width - 1] = logarithms[1]! - logarithms[0]!;
      return parameters;
    }
    const mean = logarithms.reduce((sum, value) => sum + value, 0) / this.outputCount;
    logarithms.forEach((value, output) => (parameters[(output + 1) * this.width - 1] = value - mean));
    return parameters;
  }

  at(parameters: Float64Array): LogisticPoint {
    const scores = this.outputs((output) =>
      this.design.scores(this.weightsOf(parameters, output), this.interceptOf(parameters, output)),
    );
    const loss = this.outputCount === 1 ? this.toProbability(scores[0]!) : this.toProbabilities(scores);
    const squares = this.outputs((output) => {
      const weights = this.weightsOf(parameters, output);
      return dot(weights, weights);
    });
    const objective = loss + (this.penalty * squares.reduce((sum, value) => sum + value, 0)) / 2;
    return { parameters, loss, objective, probabilities: scores, curvatures: scores.map(this.meanCurvature) };
  }

  gradient({ parameters, probabilities }: LogisticPoint): Float64Array {
    const { share, target, outputCount } = this;
    return this.pulledBack(parameters, (output) => {
      const index = outputCount === 1 ? 1 : output;
      const probability = probabilities[output]!;
      const residual = new Float64Array(share.length);
      for (let row = 0; row < residual.length; row += 1) {
        residual[row] = share[row]! * (probability[row]! - (target[row] === index ? 1 : 0));
      }
      return residual;
    });
  }

  /** For one output share·p·(1 - p)·s, for more share·p·(s - Σ p·s), where s are the scores of the direction. */
  curvature({ probabilities }: LogisticPoint, direction: Float64Array): Float64Array {
    const { share } = this;
    const moved = this.outputs((output) =>
      this.design.scores(this.weightsOf(direction, output), this.interceptOf(direction, output)),
    );
    const expected = new Float64Array(share.length);
    probabilities.forEach((probability, output) => {
      const scores = moved[output]!;
      for (let row = 0; row < expected.length; row += 1) expected[row]! += probability[row]! * scores[row]!;
    });
    return this.pulledBack(direction, (output) => {
      const probability = probabilities[output]!;
      const scores = moved[output]!;
      for (let row = 0; row < scores.length; row += 1) {
        scores[row] = share[row]! * probability[row]! * (scores[row]! - expected[row]!);
      }
      return scores;
    });
  }

  /**
   * As if every row had the mean curvature c of its output: c · (Xᵀ · diag(share) · X + penalty), factored once. With
   * several outputs, scores that move together change nothing: that part is taken out.
   */
  precondition({ curvatures }: LogisticPoint, residual: Float64Array): Float64Array {
    const { outputCount, width } = this;
    const solved = new Float64Array(residual.length);
    curvatures.forEach((curvature, output) => {
      const start = output * width;
      const inner = solveFactored(this.factor, this.weightsOf(residual, output));
      for (let i = 0; i < inner.length; i += 1) solved[start + i] = inner[i]! / curvature;
      solved[start + width - 1] = this.interceptOf(residual, output) / curvature;
    });
    if (outputCount === 1) return solved;
    for (let i = 0; i < width; i += 1) {
      let sum = 0;
      for (let at = i; at < solved.length; at += width) sum += solved[at]!;
      for (let at = i; at < solved.length; at += width) solved[at]! -= sum / outputCount;
    }
    return solved;
  }

  /** Kept from 0, which would make a step endless. */
  private readonly meanCurvature = (probability: Float64Array): number => {
    let sum = 0;
    for (let row = 0; row < probability.length; row += 1) {
      sum += this.share[row]! * probability[row]! * (1 - probability[row]!);
    }
    return Math.max(sum, Number.EPSILON);
  };

  /** Scores to probabilities of class 1, in place; returns the mean loss. */
  private toProbability(scores: Float64Array): number {
    let loss = 0;
    for (let row = 0; row < scores.length; row += 1) {
      const score = scores[row]!;
      const wrong = this.target[row] === 1 ? -score : score;
      const vanishing = Math.exp(-Math.abs(score));
      loss += this.share[row]! * (Math.max(wrong, 0) + Math.log1p(vanishing));
      scores[row] = (score >= 0 ? 1 : vanishing) / (1 + vanishing);
    }
    return loss;
  }

  /** Scores to probabilities, in place; returns the mean loss. */
  private toProbabilities(scores: readonly Float64Array[]): number {
    let loss = 0;
    for (let row = 0; row < this.target.length; row += 1) {
      let largest = -Infinity;
      for (const output of scores) largest = Math.max(largest, output[row]!);
      const actual = scores[this.target[row]!]![row]! - largest;
      let sum = 0;
      for (const output of scores) {
        const power = Math.exp(output[row]! - largest);
        output[row] = power;
        sum += power;
      }
      for (const output of scores) output[row]! /= sum;
      loss += this.share[row]! * (Math.log(sum) - actual);
    }
    return loss;
  }

  /** From values per row of each output to parameters: Xᵀ · values + penalty · weights, and the values' sum. */
  private pulledBack(parameters: Float64Array, valuesOf: (output: number) => Float64Array): Float64Array {
    const result = new Float64Array(parameters.length);
    this.outputs((output) => {
      const values = valuesOf(output);
      const start = output * this.width;
      this.design.products(values).forEach((product, column) => {
        result[start + column] = product + this.penalty * parameters[start + column]!;
      });
      let sum = 0;
      for (let row = 0; row < values.length; row += 1) sum += values[row]!;
      result[start + this.width - 1] = sum;
    });
    return result;
  }

  private outputs<T>(make: (output: number) => T): T[] {
    return Array.from({ length: this.outputCount }, (_, output) => make(output));
  }

  private weightsOf(parameters: Float64Array, output: number): Float64Array {
    return parameters.subarray(output * this.width, (output + 1) * this.width - 1);
  }

  private interceptOf(parameters: Float64Array, output: number): number {
    return parameters[(output + 1) * this.width - 1]!;
  }
}
