/**
 * C = max(start + A · B, floor) in float32.
 *
 * A's element (row, k) stands at row · rowStride + k · innerStride: the same kernel reads A as it is or transposed,
 * which is all that the forward pass, the backward pass and the gradient differ in. `start` is a matrix with
 * `startStride` elements from row to row: 0 repeats one row (a bias), the address of C itself adds to C.
 *
 * Each element of C is one sum in the order of k, so blocks and padding do not reach the result. A block of 4 rows
 * and 8 columns keeps its eight sums in registers.
 */
export function multiply(
  a: usize,
  rowStride: i32,
  innerStride: i32,
  b: usize,
  start: usize,
  startStride: i32,
  c: usize,
  rows: i32,
  inner: i32,
  columns: i32,
  floor: f32,
): void {
  const rowBytes = (<usize>rowStride) << 2;
  const innerBytes = (<usize>innerStride) << 2;
  const startBytes = (<usize>startStride) << 2;
  const columnBytes = (<usize>columns) << 2;
  const smallest = f32x4.splat(floor);
  let column: i32 = 0;
  for (; column + 8 <= columns; column += 8) {
    const offset = (<usize>column) << 2;
    for (let row: i32 = 0; row < rows; row += 4) {
      let first = start + <usize>row * startBytes + offset;
      let sum00 = v128.load(first);
      let sum01 = v128.load(first, 16);
      first += startBytes;
      let sum10 = v128.load(first);
      let sum11 = v128.load(first, 16);
      first += startBytes;
      let sum20 = v128.load(first);
      let sum21 = v128.load(first, 16);
      first += startBytes;
      let sum30 = v128.load(first);
      let sum31 = v128.load(first, 16);
      let a0 = a + <usize>row * rowBytes;
      let a1 = a0 + rowBytes;
      let a2 = a1 + rowBytes;
      let a3 = a2 + rowBytes;
      let right = b + offset;
      for (let k: i32 = 0; k < inner; k += 1) {
        const right0 = v128.load(right);
        const right1 = v128.load(right, 16);
        let left = v128.load32_splat(a0);
        sum00 = f32x4.add(sum00, f32x4.mul(left, right0));
        sum01 = f32x4.add(sum01, f32x4.mul(left, right1));
        left = v128.load32_splat(a1);
        sum10 = f32x4.add(sum10, f32x4.mul(left, right0));
        sum11 = f32x4.add(sum11, f32x4.mul(left, right1));
        left = v128.load32_splat(a2);
        sum20 = f32x4.add(sum20, f32x4.mul(left, right0));
        sum21 = f32x4.add(sum21, f32x4.mul(left, right1));
        left = v128.load32_splat(a3);
        sum30 = f32x4.add(sum30, f32x4.mul(left, right0));
        sum31 = f32x4.add(sum31, f32x4.mul(left, right1));
        a0 += innerBytes;
        a1 += innerBytes;
        a2 += innerBytes;
        a3 += innerBytes;
        right += columnBytes;
      }
      let result = c + <usize>row * columnBytes + offset;
      v128.store(result, atLeast(sum00, smallest));
      v128.store(result, atLeast(sum01, smallest), 16);
      result += columnBytes;
      v128.store(result, atLeast(sum10, smallest));
      v128.store(result, atLeast(sum11, smallest), 16);
      result += columnBytes;
      v128.store(result, atLeast(sum20, smallest));
      v128.store(result, atLeast(sum21, smallest), 16);
      result += columnBytes;
      v128.store(result, atLeast(sum30, smallest));
      v128.store(result, atLeast(sum31, smallest), 16);
    }
  }
  if (column < columns) {
    const offset = (<usize>column) << 2;
    for (let row: i32 = 0; row < rows; row += 4) {
      const first = start + <usize>row * startBytes + offset;
      let sum0 = v128.load(first);
      let sum1 = v128.load(first + startBytes);
      let sum2 = v128.load(first + 2 * startBytes);
      let sum3 = v128.load(first + 3 * startBytes);
      let left = a + <usize>row * rowBytes;
      let right = b + offset;
      for (let k: i32 = 0; k < inner; k += 1) {
        const factor = v128.load(right);
        sum0 = f32x4.add(sum0, f32x4.mul(v128.load32_splat(left), factor));
        sum1 = f32x4.add(sum1, f32x4.mul(v128.load32_splat(left + rowBytes), factor));
        sum2 = f32x4.add(sum2, f32x4.mul(v128.load32_splat(left + 2 * rowBytes), factor));
        sum3 = f32x4.add(sum3, f32x4.mul(v128.load32_splat(left + 3 * rowBytes), factor));
        left += innerBytes;
        right += columnBytes;
      }
      const result = c + <usize>row * columnBytes + offset;
      v128.store(result, atLeast(sum0, smallest));
      v128.store(result + columnBytes, atLeast(sum1, smallest));
      v128.store(result + 2 * columnBytes, atLeast(sum2, smallest));
      v128.store(result + 3 * columnBytes, atLeast(sum3, smallest));
    }
  }
}

/** One machine instruction, and NaN stays NaN, so that a diverged network shows in its loss. */
function atLeast(values: v128, smallest: v128): v128 {
  return f32x4.pmax(values, smallest);
}

/** target[column][row] = source[row][column], float32, in blocks of 4 × 4. */
export function transpose(source: usize, rows: i32, columns: i32, target: usize): void {
  const columnBytes = (<usize>columns) << 2;
  const rowBytes = (<usize>rows) << 2;
  for (let row: i32 = 0; row < rows; row += 4) {
    for (let column: i32 = 0; column < columns; column += 4) {
      const from = source + <usize>row * columnBytes + ((<usize>column) << 2);
      const r0 = v128.load(from);
      const r1 = v128.load(from + columnBytes);
      const r2 = v128.load(from + 2 * columnBytes);
      const r3 = v128.load(from + 3 * columnBytes);
      const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
      const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
      const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
      const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
      const to = target + <usize>column * rowBytes + ((<usize>row) << 2);
      v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
      v128.store(to + rowBytes, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7));
      v128.store(to + 2 * rowBytes, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5));
      v128.store(to + 3 * rowBytes, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7));
    }
  }
}
