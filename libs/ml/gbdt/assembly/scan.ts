import {
  BIN_COUNTS,
  BOUNDED,
  BUILT,
  BUILT_LEAF,
  CATEGORICAL,
  COLUMNS,
  HESSIAN_BITS,
  HISTOGRAM_BYTES,
  KIND_NUMERIC,
  LEAF_GRADIENT,
  LEAF_HESSIAN,
  LEAF_LEAST_HESSIAN,
  LEAF_MAXIMUM,
  LEAF_MINIMUM,
  LEAF_OPEN,
  MONOTONE,
  PARENT,
  PARTIALS,
  PARTIAL_BYTES,
  PARTITION_COUNT,
  RECORDS,
  RECORD_BIN,
  RECORD_BYTES,
  RECORD_GAIN,
  RECORD_KIND,
  RECORD_MISSING_TRUE,
  RECORD_TRUE_GRADIENT,
  RECORD_TRUE_HESSIAN,
  REG_ALPHA,
  REG_LAMBDA,
  SIBLING_LEAF,
} from '../layout';
import { leafGain, leafOutput } from './gain';
import { address, double, integer } from './parameters';
import { scanCategories } from './scan-categories';

/**
 * One column of the leaf whose histogram was built, and of its sibling: adds up the partial histograms, takes them
 * from the parent's to get the sibling's, and looks for the best split of each.
 */
export function scanColumn(parameters: usize, task: i32): void {
  const column = <usize>load<u32>(address(parameters, COLUMNS) + ((<usize>task) << 2));
  const offset = column * HISTOGRAM_BYTES;
  const binCount = <i32>load<u8>(address(parameters, BIN_COUNTS) + column);
  const built = address(parameters, BUILT) + offset;
  const parent = address(parameters, PARENT);
  mergePartials(parameters, built, offset, binCount);
  if (parent != 0) subtract(parent + offset, built, binCount);
  const records = address(parameters, RECORDS) + column * (2 * RECORD_BYTES);
  scanLeaf(parameters, column, built, binCount, address(parameters, BUILT_LEAF), records);
  if (parent == 0) return;
  const sibling = address(parameters, SIBLING_LEAF);
  scanLeaf(parameters, column, parent + offset, binCount, sibling, records + RECORD_BYTES);
}

function mergePartials(parameters: usize, built: usize, offset: usize, binCount: i32): void {
  const partials = address(parameters, PARTIALS) + offset;
  const size = address(parameters, PARTIAL_BYTES);
  const count = integer(parameters, PARTITION_COUNT);
  const bytes = (<usize>(binCount + 1)) << 3;
  for (let share = 0; share < count; share += 1) {
    const partial = partials + <usize>share * size;
    if (partial == built) continue;
    for (let bin: usize = 0; bin < bytes; bin += 8) {
      const before = share == 0 ? 0 : load<u64>(built + bin);
      store<u64>(built + bin, before + load<u64>(partial + bin));
    }
  }
}

function subtract(parent: usize, built: usize, binCount: i32): void {
  const bytes = (<usize>(binCount + 1)) << 3;
  for (let bin: usize = 0; bin < bytes; bin += 8) {
    store<u64>(parent + bin, load<u64>(parent + bin) - load<u64>(built + bin));
  }
}

function scanLeaf(
  parameters: usize,
  column: usize,
  histogram: usize,
  binCount: i32,
  leaf: usize,
  record: usize,
): void {
  store<f64>(record, 0, RECORD_GAIN);
  if (load<f64>(leaf, LEAF_OPEN) == 0) return;
  if (load<u8>(address(parameters, CATEGORICAL) + column) != 0) {
    scanCategories(parameters, column, histogram, binCount, leaf, record);
  } else if (integer(parameters, BOUNDED) != 0 || double(parameters, REG_ALPHA) != 0) {
    const direction = load<i8>(address(parameters, MONOTONE) + column);
    scanBounded(parameters, histogram, binCount, leaf, record, direction);
  } else scanNumbers(parameters, histogram, binCount, leaf, record);
}

/** Every threshold, with the missing values on the false side and, if there are any, on the true side. */
function scanNumbers(parameters: usize, histogram: usize, binCount: i32, leaf: usize, record: usize): void {
  const bits = <i64>integer(parameters, HESSIAN_BITS);
  const mask = ((<i64>1) << bits) - 1;
  const gradient = load<f64>(leaf, LEAF_GRADIENT);
  const hessian = load<f64>(leaf, LEAF_HESSIAN);
  const least = load<f64>(leaf, LEAF_LEAST_HESSIAN);
  const most = hessian - least;
  const lambda = double(parameters, REG_LAMBDA);
  const missing = load<i64>(histogram);
  const hasMissing = missing != 0;
  const lambdas = f64x2.splat(lambda);
  const base = (gradient * gradient) / (hessian + lambda);
  let best: f64 = base;
  let bestBin: i32 = 0;
  let bestSum: i64 = 0;
  let bestMissing: i32 = 0;
  let sum: i64 = 0;
  const last = hasMissing ? binCount : binCount - 1;
  for (let bin = 1; bin <= last; bin += 1) {
    const entry = load<i64>(histogram + ((<usize>bin) << 3));
    if (entry == 0) continue;
    sum += entry;
    const trueHessian = <f64>(sum & mask);
    if (trueHessian > most && !hasMissing) break;
    if (trueHessian >= least && trueHessian <= most) {
      const gain = unboundedGain(<f64>(sum >> bits), trueHessian, gradient, hessian, lambdas);
      if (gain > best) {
        best = gain;
        bestBin = bin;
        bestSum = sum;
        bestMissing = 0;
      }
    }
    if (!hasMissing || bin == binCount) continue;
    const withMissing = sum + missing;
    const hessianWithMissing = <f64>(withMissing & mask);
    if (hessianWithMissing > most) break;
    if (hessianWithMissing < least) continue;
    const gain = unboundedGain(<f64>(withMissing >> bits), hessianWithMissing, gradient, hessian, lambdas);
    if (gain > best) {
      best = gain;
      bestBin = bin;
      bestSum = withMissing;
      bestMissing = 1;
    }
  }
  if (bestBin == 0) return;
  store<f64>(record, best - base, RECORD_GAIN);
  storeSplit(record, <f64>(bestSum >> bits), <f64>(bestSum & mask), bestBin, bestMissing);
}

function unboundedGain(trueGradient: f64, trueHessian: f64, gradient: f64, hessian: f64, lambdas: v128): f64 {
  const gradients = f64x2.replace_lane(f64x2.splat(trueGradient), 1, gradient - trueGradient);
  const hessians = f64x2.replace_lane(f64x2.splat(trueHessian), 1, hessian - trueHessian);
  const gains = f64x2.div(f64x2.mul(gradients, gradients), f64x2.add(hessians, lambdas));
  return f64x2.extract_lane(gains, 0) + f64x2.extract_lane(gains, 1);
}

/** As `scanNumbers`, for outputs within bounds and in the order that a monotone column demands. */
function scanBounded(
  parameters: usize,
  histogram: usize,
  binCount: i32,
  leaf: usize,
  record: usize,
  direction: i32,
): void {
  const bits = <i64>integer(parameters, HESSIAN_BITS);
  const mask = ((<i64>1) << bits) - 1;
  const gradient = load<f64>(leaf, LEAF_GRADIENT);
  const hessian = load<f64>(leaf, LEAF_HESSIAN);
  const least = load<f64>(leaf, LEAF_LEAST_HESSIAN);
  const alpha = double(parameters, REG_ALPHA);
  const lambda = double(parameters, REG_LAMBDA);
  const minimum = load<f64>(leaf, LEAF_MINIMUM);
  const maximum = load<f64>(leaf, LEAF_MAXIMUM);
  const missing = load<i64>(histogram);
  const own = leafOutput(gradient, hessian, alpha, lambda, minimum, maximum);
  const base = leafGain(gradient, hessian, alpha, lambda, own);
  let best: f64 = base;
  let bestBin: i32 = 0;
  let sum: i64 = 0;
  const last = missing != 0 ? binCount : binCount - 1;
  for (let bin = 1; bin <= last; bin += 1) {
    sum += load<i64>(histogram + ((<usize>bin) << 3));
    const sides = missing != 0 && bin < binCount ? 2 : 1;
    for (let side = 0; side < sides; side += 1) {
      // A monotone column says nothing of missing values: these may go either way.
      const here = side == 0 ? sum : sum + missing;
      const trueGradient = <f64>(here >> bits);
      const trueHessian = <f64>(here & mask);
      const falseGradient = gradient - trueGradient;
      const falseHessian = hessian - trueHessian;
      if (trueHessian < least || falseHessian < least) continue;
      const low = leafOutput(trueGradient, trueHessian, alpha, lambda, minimum, maximum);
      const high = leafOutput(falseGradient, falseHessian, alpha, lambda, minimum, maximum);
      if (<f64>direction * (high - low) < 0) continue;
      const gain =
        leafGain(trueGradient, trueHessian, alpha, lambda, low) +
        leafGain(falseGradient, falseHessian, alpha, lambda, high);
      if (gain <= best) continue;
      best = gain;
      bestBin = bin;
      store<f64>(record, best - base, RECORD_GAIN);
      storeSplit(record, trueGradient, trueHessian, bestBin, side);
    }
  }
}

function storeSplit(record: usize, gradient: f64, hessian: f64, bin: i32, missingTrue: i32): void {
  store<f64>(record, gradient, RECORD_TRUE_GRADIENT);
  store<f64>(record, hessian, RECORD_TRUE_HESSIAN);
  store<i32>(record, bin, RECORD_BIN);
  store<i32>(record, missingTrue, RECORD_MISSING_TRUE);
  store<i32>(record, KIND_NUMERIC, RECORD_KIND);
}
