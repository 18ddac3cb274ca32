/**
 * Limits, 1 / ln 2, and ln 2 in two parts, whose first times an exponent is exact (Cody, Waite 1980); then the terms
 * of Taylor's series, 1 / 13! … 1 / 2!. In memory, because engines build vector constants anew at every use.
 */
const CONSTANTS: usize = memory.data<f64>([
  709.0, -708.0, 1.4426950408889634, 6755399441055744.0, 0.6931471803691238, 1.9082149292705877e-10,
  1.6059043836821613e-10, 2.08767569878681e-9, 2.505210838544172e-8, 2.755731922398589e-7,
  2.7557319223985893e-6, 2.48015873015873e-5, 1.984126984126984e-4, 1.388888888888889e-3,
  8.333333333333333e-3, 4.1666666666666664e-2, 0.16666666666666666, 0.5, 1.0,
]);

/**
 * e^x of two doubles to about 1 unit in the last place, from basic operations alone, so that every machine gives the
 * same bits. x is clamped to [-708, 709], where the result is neither denormal nor infinite.
 */
export function exponential(argument: v128): v128 {
  const limited = f64x2.pmin(argument, v128.load_splat<f64>(CONSTANTS));
  const x = f64x2.pmax(limited, v128.load_splat<f64>(CONSTANTS, 8));
  const rounder = v128.load_splat<f64>(CONSTANTS, 24);
  const rounded = f64x2.add(f64x2.mul(x, v128.load_splat<f64>(CONSTANTS, 16)), rounder);
  const exponent = f64x2.sub(rounded, rounder);
  const high = f64x2.sub(x, f64x2.mul(exponent, v128.load_splat<f64>(CONSTANTS, 32)));
  const r = f64x2.sub(high, f64x2.mul(exponent, v128.load_splat<f64>(CONSTANTS, 40)));
  // To the 13th power: |r| <= ln 2 / 2, so the rest is below 5e-18.
  let sum = v128.load_splat<f64>(CONSTANTS, 48);
  sum = f64x2.add(f64x2.mul(sum, r), v128.load_splat<f64>(CONSTANTS, 56));
  sum = f64x2.add(f64x2.mul(sum, r), v128.load_splat<f64>(CONSTANTS, 64));
  sum = f64x2.add(f64x2.mul(sum, r), v128.load_splat<f64>(CONSTANTS, 72));
  sum = f64x2.add(f64x2.mul(sum, r), v128.load_splat<f64>(CONSTANTS, 80));
  sum = f64x2.add(f64x2.mul(sum, r), v128.load_splat<f64>(CONSTANTS, 88));
  sum = f64x2.add(f64x2.mul(sum, r), v128.load_splat<f64>(CONSTANTS, 96));
  sum = f64x2.add(f64x2.mul(sum, r), v128.load_splat<f64>(CONSTANTS, 104));
  sum = f64x2.add(f64x2.mul(sum, r), v128.load_splat<f64>(CONSTANTS, 112));
  sum = f64x2.add(f64x2.mul(sum, r), v128.load_splat<f64>(CONSTANTS, 120));
  sum = f64x2.add(f64x2.mul(sum, r), v128.load_splat<f64>(CONSTANTS, 128));
  sum = f64x2.add(f64x2.mul(sum, r), v128.load_splat<f64>(CONSTANTS, 136));
  const one = v128.load_splat<f64>(CONSTANTS, 144);
  sum = f64x2.add(f64x2.mul(sum, r), one);
  sum = f64x2.add(f64x2.mul(sum, r), one);
  // Adding to the exponent of 1 makes a power of two.
  return f64x2.mul(sum, i64x2.add(i64x2.shl(rounded, 52), one));
}

export function exponentialOf(x: f64): f64 {
  return f64x2.extract_lane(exponential(f64x2.splat(x)), 0);
}
