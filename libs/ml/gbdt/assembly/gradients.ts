import {
  ABSOLUTE_ERROR,
  BINARY,
  BLOCK_RESULTS,
  CLASS,
  CLASS_COUNT,
  FROM,
  GRADIENT_VALUES,
  HESSIAN_VALUES,
  HUBER,
  MULTICLASS,
  OBJECTIVE,
  OBJECTIVE_PARAMETER,
  POISSON,
  PROBABILITIES,
  QUANTILE,
  ROW_COUNT,
  SCORES,
  SQUARED_ERROR,
  SUM_BLOCK,
  TARGET,
  TO,
  WEIGHTS,
} from '../layout';
import { exponentialOf } from './exponential';
import { binaryRows } from './binary-gradients';
import { address, double, integer } from './parameters';

/** LightGBM's poisson_max_delta_step: the hessian is that of a score this much higher, which tames the steps. */
const POISSON_MAX_DELTA_STEP: f64 = 0.7;

let gradient: f64 = 0;
let hessian: f64 = 0;
let loss: f64 = 0;

/**
 * First and second derivatives of the objective at the scores of a block of rows, and per block the sum of the
 * losses and the largest values, by which they are quantised.
 */
export function computeGradients(parameters: usize, task: i32): void {
  const from = integer(parameters, FROM) + task * SUM_BLOCK;
  const to = min(from + SUM_BLOCK, integer(parameters, TO));
  const objective = integer(parameters, OBJECTIVE);
  const results = address(parameters, BLOCK_RESULTS) + <usize>task * 32;
  if (objective == BINARY) {
    binaryRows(parameters, from, to, results);
    return;
  }
  const parameter = double(parameters, OBJECTIVE_PARAMETER);
  const scores = address(parameters, SCORES);
  const target = address(parameters, TARGET);
  const weights = address(parameters, WEIGHTS);
  const gradients = address(parameters, GRADIENT_VALUES);
  const hessians = address(parameters, HESSIAN_VALUES);
  let lossSum: f64 = 0;
  let largestGradient: f64 = 0;
  let largestHessian: f64 = 0;
  for (let row = from; row < to; row += 1) {
    const place = (<usize>row) << 3;
    const value = load<f64>(target + place);
    if (objective == MULTICLASS) differentiateClass(parameters, place, value);
    else differentiate(objective, parameter, load<f64>(scores + place), value);
    const weight = weights == 0 ? 1.0 : load<f64>(weights + place);
    const weightedGradient = gradient * weight;
    const weightedHessian = hessian * weight;
    store<f64>(gradients + place, weightedGradient);
    store<f64>(hessians + place, weightedHessian);
    lossSum += loss * weight;
    largestGradient = max(largestGradient, abs(weightedGradient));
    largestHessian = max(largestHessian, weightedHessian);
  }
  store<f64>(results, lossSum);
  store<f64>(results, largestGradient, 8);
  store<f64>(results, largestHessian, 16);
}

/** The losses are those that LightGBM reports, with the terms that do not depend on the score left out. */
function differentiate(objective: i32, parameter: f64, score: f64, target: f64): void {
  const error = score - target;
  if (objective == SQUARED_ERROR) {
    gradient = error;
    hessian = 1;
    loss = error * error;
  } else if (objective == ABSOLUTE_ERROR) {
    gradient = error > 0 ? 1 : error < 0 ? -1 : 0;
    hessian = 1;
    loss = abs(error);
  } else if (objective == HUBER) {
    const isSmall = abs(error) <= parameter;
    gradient = isSmall ? error : copysign(parameter, error);
    hessian = 1;
    loss = isSmall ? 0.5 * error * error : parameter * (abs(error) - 0.5 * parameter);
  } else if (objective == QUANTILE) {
    gradient = error >= 0 ? 1 - parameter : -parameter;
    hessian = 1;
    loss = error * gradient;
  } else if (objective == POISSON) {
    const mean = exponentialOf(score);
    gradient = mean - target;
    hessian = exponentialOf(score + POISSON_MAX_DELTA_STEP);
    loss = mean - target * score;
  } else {
    const first = target * exponentialOf((1 - parameter) * score);
    const second = exponentialOf((2 - parameter) * score);
    gradient = second - first;
    hessian = (2 - parameter) * second - (1 - parameter) * first;
    loss = second / (2 - parameter) - first / (1 - parameter);
  }
}

/**
 * One class against the others. The factor makes up for the scores' one degree of freedom too many (Friedman 2001,
 * "Greedy Function Approximation", algorithm 6). The loss is summed by `softmaxRows`.
 */
function differentiateClass(parameters: usize, place: usize, target: f64): void {
  const classNumber = integer(parameters, CLASS);
  const classCount = <f64>integer(parameters, CLASS_COUNT);
  const offset = (<usize>classNumber * address(parameters, ROW_COUNT)) << 3;
  const probability = load<f64>(address(parameters, PROBABILITIES) + offset + place);
  gradient = probability - (target == <f64>classNumber ? 1.0 : 0.0);
  hessian = (classCount / (classCount - 1)) * probability * (1 - probability);
  loss = 0;
}

/** Probabilities of all classes, and per block the sum of the log losses. */
export function softmaxRows(parameters: usize, task: i32): void {
  const from = integer(parameters, FROM) + task * SUM_BLOCK;
  const to = min(from + SUM_BLOCK, integer(parameters, TO));
  const classCount = integer(parameters, CLASS_COUNT);
  const step = address(parameters, ROW_COUNT) << 3;
  const weights = address(parameters, WEIGHTS);
  const size = step * <usize>classCount;
  let lossSum: f64 = 0;
  for (let row = from; row < to; row += 1) {
    const place = (<usize>row) << 3;
    const scores = address(parameters, SCORES) + place;
    const probabilities = address(parameters, PROBABILITIES) + place;
    let largest = load<f64>(scores);
    for (let offset = step; offset < size; offset += step) largest = max(largest, load<f64>(scores + offset));
    let sum: f64 = 0;
    for (let offset: usize = 0; offset < size; offset += step) {
      const power = exponentialOf(load<f64>(scores + offset) - largest);
      store<f64>(probabilities + offset, power);
      sum += power;
    }
    for (let offset: usize = 0; offset < size; offset += step) {
      store<f64>(probabilities + offset, load<f64>(probabilities + offset) / sum);
    }
    const own = <usize>load<f64>(address(parameters, TARGET) + place) * step;
    const logLoss = Math.log(sum) + largest - load<f64>(scores + own);
    lossSum += logLoss * (weights == 0 ? 1.0 : load<f64>(weights + place));
  }
  store<f64>(address(parameters, BLOCK_RESULTS) + <usize>task * 32, lossSum);
}
