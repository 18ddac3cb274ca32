/** 1.5 · 2^52: adding it rounds to an integer, which then stands in the low bits. */
const ROUNDER: f64 = 6755399441055744.0;
const LOG2_E: f64 = 1.4426950408889634;
/** ln 2 in two parts; products of the first with an exponent are exact (Cody, Waite 1980). */
const LN2_HIGH: f64 = 0.6931471803691238;
const LN2_LOW: f64 = 1.9082149292705877e-10;

/**
 * e^x of two doubles to about 1 unit in the last place, from basic operations alone, so that every machine gives the
 * same bits. x is clamped to [-708, 709], where the result is neither denormal nor infinite.
 */
export function exponential(argument: v128): v128 {
  const x = f64x2.max(f64x2.min(argument, f64x2.splat(709.0)), f64x2.splat(-708.0));
  const rounded = f64x2.add(f64x2.mul(x, f64x2.splat(LOG2_E)), f64x2.splat(ROUNDER));
  const exponent = f64x2.sub(rounded, f64x2.splat(ROUNDER));
  const high = f64x2.sub(x, f64x2.mul(exponent, f64x2.splat(LN2_HIGH)));
  const r = f64x2.sub(high, f64x2.mul(exponent, f64x2.splat(LN2_LOW)));
  // Taylor's series to the 13th power: |r| <= ln 2 / 2, so the rest is below 5e-18.
  let sum = f64x2.splat(1.6059043836821613e-10);
  sum = multiplyAdd(sum, r, 2.08767569878681e-9);
  sum = multiplyAdd(sum, r, 2.505210838544172e-8);
  sum = multiplyAdd(sum, r, 2.755731922398589e-7);
  sum = multiplyAdd(sum, r, 2.7557319223985893e-6);
  sum = multiplyAdd(sum, r, 2.48015873015873e-5);
  sum = multiplyAdd(sum, r, 1.984126984126984e-4);
  sum = multiplyAdd(sum, r, 1.388888888888889e-3);
  sum = multiplyAdd(sum, r, 8.333333333333333e-3);
  sum = multiplyAdd(sum, r, 4.1666666666666664e-2);
  sum = multiplyAdd(sum, r, 0.16666666666666666);
  sum = multiplyAdd(sum, r, 0.5);
  sum = multiplyAdd(sum, r, 1.0);
  sum = multiplyAdd(sum, r, 1.0);
  const powerOfTwo = i64x2.add(i64x2.shl(rounded, 52), i64x2.splat(0x3ff0000000000000));
  return f64x2.mul(sum, powerOfTwo);
}

export function exponentialOf(x: f64): f64 {
  return f64x2.extract_lane(exponential(f64x2.splat(x)), 0);
}

function multiplyAdd(sum: v128, factor: v128, term: f64): v128 {
  return f64x2.add(f64x2.mul(sum, factor), f64x2.splat(term));
}
