/**
 * Copies the rows at `indices` (u32) of a float32 matrix behind each other; rows up to `paddedRows` become zero.
 */
export function gatherRows(
  source: usize,
  columns: i32,
  indices: usize,
  rows: i32,
  paddedRows: i32,
  target: usize,
): void {
  const columnBytes = (<usize>columns) << 2;
  let to = target;
  for (let row: i32 = 0; row < rows; row += 1) {
    let from = source + <usize>load<u32>(indices + ((<usize>row) << 2)) * columnBytes;
    const end = to + columnBytes;
    for (; to < end; to += 16) {
      v128.store(to, v128.load(from));
      from += 16;
    }
  }
  memory.fill(to, 0, <usize>(paddedRows - rows) * columnBytes);
}

/** The sum of the float32 values at `indices` (u32), in double. */
export function gatherSum(values: usize, indices: usize, rows: i32): f64 {
  let sum: f64 = 0;
  for (let row: i32 = 0; row < rows; row += 1) {
    sum += <f64>load<f32>(values + ((<usize>load<u32>(indices + ((<usize>row) << 2))) << 2));
  }
  return sum;
}

/** sums[column] += every row's value in that column. */
export function addColumnSums(values: usize, rows: i32, columns: i32, sums: usize): void {
  const columnBytes = (<usize>columns) << 2;
  for (let offset: usize = 0; offset < columnBytes; offset += 16) {
    let sum = v128.load(sums + offset);
    let from = values + offset;
    for (let row: i32 = 0; row < rows; row += 1) {
      sum = f32x4.add(sum, v128.load(from));
      from += columnBytes;
    }
    v128.store(sums + offset, sum);
  }
}

/**
 * Inverted dropout (Srivastava et al. 2014, section 10): each value becomes 0 where a random number is below
 * `threshold`, else it is multiplied by `scale`. `state` holds four generators xorshift32 (Marsaglia 2003), one per
 * lane, none of them zero.
 */
export function dropOut(values: usize, count: i32, state: usize, threshold: u32, scale: f32): void {
  const limit = i32x4.splat(<i32>threshold);
  const factor = f32x4.splat(scale);
  let random = v128.load(state);
  const end = values + ((<usize>count) << 2);
  for (let at = values; at < end; at += 16) {
    random = v128.xor(random, i32x4.shl(random, 13));
    random = v128.xor(random, i32x4.shr_u(random, 17));
    random = v128.xor(random, i32x4.shl(random, 5));
    v128.store(at, v128.and(f32x4.mul(v128.load(at), factor), i32x4.ge_u(random, limit)));
  }
  v128.store(state, random);
}

/**
 * The derivative of ReLU and dropout: where a unit was not active, its delta becomes 0; the others are multiplied by
 * `scale`, what dropout multiplied the activations by.
 */
export function maskInactive(deltas: usize, activations: usize, count: i32, scale: f32): void {
  const factor = f32x4.splat(scale);
  const zero = f32x4.splat(0);
  const bytes = (<usize>count) << 2;
  for (let offset: usize = 0; offset < bytes; offset += 16) {
    const active = f32x4.gt(v128.load(activations + offset), zero);
    v128.store(deltas + offset, v128.and(f32x4.mul(v128.load(deltas + offset), factor), active));
  }
}
