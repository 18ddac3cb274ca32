import {
  CAT_L2,
  CAT_SMOOTH,
  CAT_SMOOTH_ROWS,
  HESSIAN_BITS,
  KIND_MANY_CATEGORIES,
  KIND_ONE_CATEGORY,
  LEAF_GRADIENT,
  LEAF_HESSIAN,
  LEAF_LEAST_HESSIAN,
  LEAF_MAXIMUM,
  LEAF_MINIMUM,
  LEAF_ROWS_PER_HESSIAN,
  MAX_CAT_THRESHOLD,
  MAX_CAT_TO_ONEHOT,
  MIN_DATA_PER_GROUP,
  RECORD_GAIN,
  RECORD_KIND,
  RECORD_SET,
  RECORD_TRUE_GRADIENT,
  RECORD_TRUE_HESSIAN,
  REG_ALPHA,
  REG_LAMBDA,
  SORTING,
} from '../layout';
import { leafGain, leafOutput } from './gain';
import { address, double, integer } from './parameters';

/**
 * Splits of a column of categories, among which the missing values count as one more: one against the rest for few
 * categories; else the categories in the order of their gradient statistics, cut anywhere (Fisher 1958, "On
 * Grouping for Maximum Homogeneity"; with the safeguards of LightGBM, feature_histogram.hpp).
 */
export function scanCategories(
  parameters: usize,
  column: usize,
  histogram: usize,
  binCount: i32,
  leaf: usize,
  record: usize,
): void {
  if (binCount <= integer(parameters, MAX_CAT_TO_ONEHOT)) {
    scanOneAgainstRest(parameters, histogram, binCount, leaf, record);
  } else scanSorted(parameters, column, histogram, binCount, leaf, record);
}

function scanOneAgainstRest(
  parameters: usize,
  histogram: usize,
  binCount: i32,
  leaf: usize,
  record: usize,
): void {
  const bits = <i64>integer(parameters, HESSIAN_BITS);
  const mask = ((<i64>1) << bits) - 1;
  const lambda = double(parameters, REG_LAMBDA);
  const base = baseGain(parameters, leaf);
  let best = base;
  for (let bin = 0; bin <= binCount; bin += 1) {
    const entry = load<i64>(histogram + ((<usize>bin) << 3));
    if (entry == 0) continue;
    const trueGradient = <f64>(entry >> bits);
    const trueHessian = <f64>(entry & mask);
    const gain = splitGain(parameters, leaf, trueGradient, trueHessian, lambda);
    if (gain <= best) continue;
    best = gain;
    storeSplit(record, best - base, trueGradient, trueHessian, KIND_ONE_CATEGORY);
    addToSet(record, bin);
  }
}

function scanSorted(
  parameters: usize,
  column: usize,
  histogram: usize,
  binCount: i32,
  leaf: usize,
  record: usize,
): void {
  const bits = <i64>integer(parameters, HESSIAN_BITS);
  const mask = ((<i64>1) << bits) - 1;
  const lambda = double(parameters, REG_LAMBDA) + double(parameters, CAT_L2);
  const rowsPerHessian = load<f64>(leaf, LEAF_ROWS_PER_HESSIAN);
  const leastRows = double(parameters, MIN_DATA_PER_GROUP) - 0.5;
  const least = load<f64>(leaf, LEAF_LEAST_HESSIAN);
  const hessian = load<f64>(leaf, LEAF_HESSIAN);
  const base = baseGain(parameters, leaf);
  const keys = address(parameters, SORTING) + (column << 12);
  const order = keys + 2048;
  const used = sortCategories(parameters, histogram, binCount, rowsPerHessian, keys, order);
  const most = min(integer(parameters, MAX_CAT_THRESHOLD), (used + 1) / 2);
  let best = base;
  for (let direction = 0; direction < 2; direction += 1) {
    let sum: i64 = 0;
    let groupRows: f64 = 0;
    for (let taken = 0; taken < min(most, used); taken += 1) {
      const entry = load<i64>(histogram + ((<usize>ordered(order, direction, used, taken)) << 3));
      sum += entry;
      groupRows += <f64>(entry & mask) * rowsPerHessian;
      const trueHessian = <f64>(sum & mask);
      const falseHessian = hessian - trueHessian;
      if (trueHessian < least) continue;
      if (falseHessian < least || falseHessian * rowsPerHessian < leastRows) break;
      if (groupRows < leastRows) continue;
      groupRows = 0;
      const trueGradient = <f64>(sum >> bits);
      const gain = splitGain(parameters, leaf, trueGradient, trueHessian, lambda);
      if (gain <= best) continue;
      best = gain;
      storeSplit(record, best - base, trueGradient, trueHessian, KIND_MANY_CATEGORIES);
      for (let i = 0; i <= taken; i += 1) addToSet(record, ordered(order, direction, used, i));
    }
  }
}

/** The bins with enough rows to be trusted, by smoothed mean gradient, ties by bin. */
function sortCategories(
  parameters: usize,
  histogram: usize,
  binCount: i32,
  rowsPerHessian: f64,
  keys: usize,
  order: usize,
): i32 {
  const bits = <i64>integer(parameters, HESSIAN_BITS);
  const mask = ((<i64>1) << bits) - 1;
  const smooth = double(parameters, CAT_SMOOTH);
  const leastRows = double(parameters, CAT_SMOOTH_ROWS) - 0.5;
  let used: i32 = 0;
  for (let bin = 0; bin <= binCount; bin += 1) {
    const entry = load<i64>(histogram + ((<usize>bin) << 3));
    const hessian = <f64>(entry & mask);
    if (entry == 0 || hessian * rowsPerHessian < leastRows) continue;
    const key = <f64>(entry >> bits) / (hessian + smooth);
    let place = used;
    while (place > 0 && load<f64>(keys + ((<usize>(place - 1)) << 3)) > key) {
      store<f64>(keys + ((<usize>place) << 3), load<f64>(keys + ((<usize>(place - 1)) << 3)));
      store<u8>(order + <usize>place, load<u8>(order + <usize>(place - 1)));
      place -= 1;
    }
    store<f64>(keys + ((<usize>place) << 3), key);
    store<u8>(order + <usize>place, <u8>bin);
    used += 1;
  }
  return used;
}

function ordered(order: usize, direction: i32, used: i32, position: i32): i32 {
  return load<u8>(order + <usize>(direction == 0 ? position : used - 1 - position));
}

function baseGain(parameters: usize, leaf: usize): f64 {
  const gradient = load<f64>(leaf, LEAF_GRADIENT);
  const hessian = load<f64>(leaf, LEAF_HESSIAN);
  return sideGain(parameters, leaf, gradient, hessian, double(parameters, REG_LAMBDA));
}

/** -1 where a side is too small. */
function splitGain(parameters: usize, leaf: usize, trueGradient: f64, trueHessian: f64, lambda: f64): f64 {
  const falseHessian = load<f64>(leaf, LEAF_HESSIAN) - trueHessian;
  const least = load<f64>(leaf, LEAF_LEAST_HESSIAN);
  if (trueHessian < least || falseHessian < least) return -1;
  const falseGradient = load<f64>(leaf, LEAF_GRADIENT) - trueGradient;
  return (
    sideGain(parameters, leaf, trueGradient, trueHessian, lambda) +
    sideGain(parameters, leaf, falseGradient, falseHessian, lambda)
  );
}

function sideGain(parameters: usize, leaf: usize, gradient: f64, hessian: f64, lambda: f64): f64 {
  const alpha = double(parameters, REG_ALPHA);
  const minimum = load<f64>(leaf, LEAF_MINIMUM);
  const maximum = load<f64>(leaf, LEAF_MAXIMUM);
  const output = leafOutput(gradient, hessian, alpha, lambda, minimum, maximum);
  return leafGain(gradient, hessian, alpha, lambda, output);
}

function storeSplit(record: usize, gain: f64, gradient: f64, hessian: f64, kind: i32): void {
  store<f64>(record, gain, RECORD_GAIN);
  store<f64>(record, gradient, RECORD_TRUE_GRADIENT);
  store<f64>(record, hessian, RECORD_TRUE_HESSIAN);
  store<i32>(record, kind, RECORD_KIND);
  memory.fill(record + RECORD_SET, 0, 32);
}

function addToSet(record: usize, bin: i32): void {
  const place = record + RECORD_SET + <usize>(bin >> 3);
  store<u8>(place, load<u8>(place) | ((<u8>1) << ((<u8>bin) & 7)));
}
