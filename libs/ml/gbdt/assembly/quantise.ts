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

/** 1.5 · 2^52: adding it rounds to an integer, which then stands in the low bits. */
const ROUNDER: f64 = 6755399441055744.0;

/**
 * Gradient and hessian of each row as integers in one word, so that one addition adds both and sums do not depend
 * on order. They are rounded up or down by a chance that a hash of the row decides, which keeps sums unbiased (Shi
 * et al. 2022, "Quantized Training of Gradient Boosting Decision Trees", section 4). Four rows at a time; arrays
 * are long enough for the last four.
 */
export function quantiseRows(parameters: usize, task: i32): void {
  const from = integer(parameters, FROM) + task * ROW_BLOCK;
  const to = min(from + ROW_BLOCK, integer(parameters, TO));
  const gradients = address(parameters, GRADIENT_VALUES);
  const hessians = address(parameters, HESSIAN_VALUES);
  const packed = address(parameters, PACKED);
  const gradientScale = f64x2.splat(double(parameters, GRADIENT_SCALE));
  // A constant hessian is one quantum, to which chance adds nothing.
  const isConstant = integer(parameters, CONSTANT_HESSIAN) != 0;
  const hessianScale = f64x2.splat(isConstant ? 0.0 : double(parameters, HESSIAN_SCALE));
  const hessianChance = f64x2.splat(isConstant ? 0.0 : 1.0);
  const hessianOffset = f64x2.splat(isConstant ? ROUNDER + 1.0 : ROUNDER);
  const bits = integer(parameters, HESSIAN_BITS);
  const key = i32x4.splat(integer(parameters, ROUNDING_KEY));
  let rows = i32x4.add(i32x4.splat(from), i32x4(0, 1, 2, 3));
  for (let row = from; row < to; row += 4) {
    const place = (<usize>row) << 3;
    const chance = mix(v128.xor(rows, key));
    const high = i32x4.shr_u(chance, 16);
    const low = v128.and(chance, i32x4.splat(0xffff));
    const first = packTwo(
      f64x2.mul(v128.load(gradients + place), gradientScale),
      f64x2.mul(v128.load(hessians + place), hessianScale),
      part(high),
      f64x2.mul(part(low), hessianChance),
      hessianOffset,
      bits,
    );
    v128.store(packed + place, first);
    const second = packTwo(
      f64x2.mul(v128.load(gradients + place, 16), gradientScale),
      f64x2.mul(v128.load(hessians + place, 16), hessianScale),
      part(upper(high)),
      f64x2.mul(part(upper(low)), hessianChance),
      hessianOffset,
      bits,
    );
    v128.store(packed + place, second, 16);
    rows = i32x4.add(rows, i32x4.splat(4));
  }
}

/** Adds chance between -1/2 and 1/2 and rounds to the nearest integer. */
function packTwo(
  gradient: v128,
  hessian: v128,
  gradientChance: v128,
  hessianChance: v128,
  hessianOffset: v128,
  bits: i32,
): v128 {
  const rounder = f64x2.splat(ROUNDER);
  const gradients = i64x2.sub(f64x2.add(f64x2.add(gradient, gradientChance), rounder), rounder);
  const hessians = i64x2.sub(f64x2.add(f64x2.add(hessian, hessianChance), hessianOffset), rounder);
  return i64x2.add(i64x2.shl(gradients, bits), hessians);
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

/** The lower two of four words of sixteen bits as numbers between -1/2 and 1/2, both excluded. */
function part(words: v128): v128 {
  const middle = f64x2.sub(f64x2.convert_low_i32x4_u(words), f64x2.splat(32767.5));
  return f64x2.mul(middle, f64x2.splat(1.0 / 65536.0));
}

function upper(words: v128): v128 {
  return v128.shuffle<i32>(words, words, 2, 3, 2, 3);
}

/** The finaliser of MurmurHash3 (Appleby, public domain) of four words: every bit depends on every other. */
function mix(value: v128): v128 {
  let x = value;
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 16)), i32x4.splat(0x85ebca6b));
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 13)), i32x4.splat(0xc2b2ae35));
  return v128.xor(x, i32x4.shr_u(x, 16));
}
