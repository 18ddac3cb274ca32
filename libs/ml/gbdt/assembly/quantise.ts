import {
  BLOCK_RESULTS,
  CONSTANT_HESSIAN,
  FROM,
  GRADIENT_SCALE,
  GRADIENT_VALUES,
  HESSIAN_BITS,
  HESSIAN_SCALE,
  HESSIAN_VALUES,
  PACKED,
  ROUNDING_KEY,
  ROWS,
  ROW_BLOCK,
  TO,
} from '../layout';
import { address, double, integer } from './parameters';

/**
 * Gradient and hessian of each row as integers in one word, so that one addition adds both and sums do not depend
 * on order. They are rounded up or down by a chance that a hash of the row decides, which keeps sums unbiased (Shi
 * et al. 2022, "Quantized Training of Gradient Boosting Decision Trees", section 4).
 */
export function quantiseRows(parameters: usize, task: i32): void {
  const from = integer(parameters, FROM) + task * ROW_BLOCK;
  const to = min(from + ROW_BLOCK, integer(parameters, TO));
  const gradients = address(parameters, GRADIENT_VALUES);
  const hessians = address(parameters, HESSIAN_VALUES);
  const packed = address(parameters, PACKED);
  const gradientScale = double(parameters, GRADIENT_SCALE);
  const hessianScale = double(parameters, HESSIAN_SCALE);
  const bits = <i64>integer(parameters, HESSIAN_BITS);
  const key = <u32>integer(parameters, ROUNDING_KEY);
  const isConstant = integer(parameters, CONSTANT_HESSIAN) != 0;
  for (let row = from; row < to; row += 1) {
    const place = (<usize>row) << 3;
    const chance = mix((<u32>row) ^ key);
    const gradient = floor(load<f64>(gradients + place) * gradientScale + part(chance >>> 16));
    const hessian = isConstant
      ? 1.0
      : floor(load<f64>(hessians + place) * hessianScale + part(chance & 0xffff));
    store<i64>(packed + place, ((<i64>gradient) << bits) + <i64>hessian);
  }
}

/** Sums of the packed words of a block of a tree's rows: gradients and hessians, as doubles, which hold them exactly. */
export function sumPacked(parameters: usize, task: i32): void {
  const from = integer(parameters, FROM) + task * ROW_BLOCK;
  const to = min(from + ROW_BLOCK, integer(parameters, TO));
  const rows = address(parameters, ROWS);
  const packed = address(parameters, PACKED);
  const bits = <i64>integer(parameters, HESSIAN_BITS);
  let sum: i64 = 0;
  for (let position = from; position < to; position += 1) {
    sum += load<i64>(packed + ((<usize>load<u32>(rows + ((<usize>position) << 2))) << 3));
  }
  const results = address(parameters, BLOCK_RESULTS) + <usize>task * 32;
  store<f64>(results, <f64>(sum >> bits));
  store<f64>(results, <f64>(sum & (((<i64>1) << bits) - 1)), 8);
}

/** Sixteen bits as a number between 0 and 1, both excluded. */
function part(bits: u32): f64 {
  return (<f64>bits + 0.5) / 65536.0;
}

/** The finaliser of MurmurHash3 (Appleby, public domain): every bit depends on every other. */
function mix(value: u32): u32 {
  let x = value;
  x = (x ^ (x >>> 16)) * 0x85ebca6b;
  x = (x ^ (x >>> 13)) * 0xc2b2ae35;
  return x ^ (x >>> 16);
}
