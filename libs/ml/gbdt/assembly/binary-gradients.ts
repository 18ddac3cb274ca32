import { GRADIENT_VALUES, HESSIAN_VALUES, SCORES, TARGET, WEIGHTS } from '../layout';
import { exponential } from './exponential';
import { address } from './parameters';

/** Factors between 1 and 2 whose product is still finite. */
const FACTORS: i32 = 512;

/**
 * Log loss of two rows at a time. With q = e^-|s| the probability is 1 / (1 + q) or q / (1 + q), the hessian
 * q / (1 + q)², and the loss max(s, 0) - y·s + log(1 + q); logarithms of many rows are one of their product.
 */
export function binaryRows(parameters: usize, from: i32, to: i32, results: usize): void {
  const scores = address(parameters, SCORES);
  const target = address(parameters, TARGET);
  const weights = address(parameters, WEIGHTS);
  const gradients = address(parameters, GRADIENT_VALUES);
  const hessians = address(parameters, HESSIAN_VALUES);
  const one = f64x2.splat(1);
  const zero = f64x2.splat(0);
  let lossSum: f64 = 0;
  let linear = zero;
  let product = one;
  let largestGradient = zero;
  let largestHessian = zero;
  for (let row = from; row < to; row += 2) {
    const place = (<usize>row) << 3;
    const isLast = row + 1 == to;
    const score = pair(scores + place, isLast);
    const label = pair(target + place, isLast);
    let weight = weights == 0 ? one : pair(weights + place, isLast);
    if (isLast) weight = f64x2.replace_lane(weight, 1, 0);
    const q = exponential(f64x2.neg(f64x2.abs(score)));
    const divisor = f64x2.add(one, q);
    const probability = f64x2.div(v128.bitselect(one, q, f64x2.ge(score, zero)), divisor);
    const gradient = f64x2.mul(f64x2.sub(probability, label), weight);
    const hessian = f64x2.mul(f64x2.div(q, f64x2.mul(divisor, divisor)), weight);
    const margin = f64x2.sub(f64x2.pmax(score, zero), f64x2.mul(label, score));
    linear = f64x2.add(linear, f64x2.mul(weight, margin));
    if (weights == 0 && !isLast) {
      product = f64x2.mul(product, divisor);
      if ((row & (2 * FACTORS - 1)) == 2 * FACTORS - 2) {
        lossSum += logarithms(product, one);
        product = one;
      }
    } else lossSum += logarithms(divisor, weight);
    largestGradient = f64x2.pmax(largestGradient, f64x2.abs(gradient));
    largestHessian = f64x2.pmax(largestHessian, hessian);
    if (isLast) {
      store<f64>(gradients + place, f64x2.extract_lane(gradient, 0));
      store<f64>(hessians + place, f64x2.extract_lane(hessian, 0));
    } else {
      v128.store(gradients + place, gradient);
      v128.store(hessians + place, hessian);
    }
  }
  lossSum += logarithms(product, one) + f64x2.extract_lane(linear, 0) + f64x2.extract_lane(linear, 1);
  store<f64>(results, lossSum);
  store<f64>(results, max(f64x2.extract_lane(largestGradient, 0), f64x2.extract_lane(largestGradient, 1)), 8);
  store<f64>(results, max(f64x2.extract_lane(largestHessian, 0), f64x2.extract_lane(largestHessian, 1)), 16);
}

/** Two doubles, or the last one and a zero. */
function pair(place: usize, isLast: bool): v128 {
  return isLast ? v128.load_zero<f64>(place) : v128.load(place);
}

function logarithms(values: v128, weights: v128): f64 {
  return (
    Math.log(f64x2.extract_lane(values, 0)) * f64x2.extract_lane(weights, 0) +
    Math.log(f64x2.extract_lane(values, 1)) * f64x2.extract_lane(weights, 1)
  );
}
