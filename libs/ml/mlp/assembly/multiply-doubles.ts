/**
 * C = max(bias + A · B, floor) in float64, for scores and explanations: A is rows × inner, B is inner × columns,
 * bias has `columns` elements. Each element of C is one sum in the order of k, so a row's result depends neither on
 * the other rows nor on their number.
 */
export function multiplyDoubles(
  a: usize,
  b: usize,
  bias: usize,
  c: usize,
  rows: i32,
  inner: i32,
  columns: i32,
  floor: f64,
): void {
  const rowBytes = (<usize>inner) << 3;
  const columnBytes = (<usize>columns) << 3;
  const smallest = f64x2.splat(floor);
  for (let column: i32 = 0; column < columns; column += 4) {
    const offset = (<usize>column) << 3;
    const bias0 = v128.load(bias + offset);
    const bias1 = v128.load(bias + offset, 16);
    for (let row: i32 = 0; row < rows; row += 4) {
      let sum00 = bias0;
      let sum01 = bias1;
      let sum10 = bias0;
      let sum11 = bias1;
      let sum20 = bias0;
      let sum21 = bias1;
      let sum30 = bias0;
      let sum31 = bias1;
      let a0 = a + <usize>row * rowBytes;
      let a1 = a0 + rowBytes;
      let a2 = a1 + rowBytes;
      let a3 = a2 + rowBytes;
      let right = b + offset;
      for (let k: i32 = 0; k < inner; k += 1) {
        const right0 = v128.load(right);
        const right1 = v128.load(right, 16);
        let left = v128.load64_splat(a0);
        sum00 = f64x2.add(sum00, f64x2.mul(left, right0));
        sum01 = f64x2.add(sum01, f64x2.mul(left, right1));
        left = v128.load64_splat(a1);
        sum10 = f64x2.add(sum10, f64x2.mul(left, right0));
        sum11 = f64x2.add(sum11, f64x2.mul(left, right1));
        left = v128.load64_splat(a2);
        sum20 = f64x2.add(sum20, f64x2.mul(left, right0));
        sum21 = f64x2.add(sum21, f64x2.mul(left, right1));
        left = v128.load64_splat(a3);
        sum30 = f64x2.add(sum30, f64x2.mul(left, right0));
        sum31 = f64x2.add(sum31, f64x2.mul(left, right1));
        a0 += 8;
        a1 += 8;
        a2 += 8;
        a3 += 8;
        right += columnBytes;
      }
      let result = c + <usize>row * columnBytes + offset;
      v128.store(result, f64x2.pmax(sum00, smallest));
      v128.store(result, f64x2.pmax(sum01, smallest), 16);
      result += columnBytes;
      v128.store(result, f64x2.pmax(sum10, smallest));
      v128.store(result, f64x2.pmax(sum11, smallest), 16);
      result += columnBytes;
      v128.store(result, f64x2.pmax(sum20, smallest));
      v128.store(result, f64x2.pmax(sum21, smallest), 16);
      result += columnBytes;
      v128.store(result, f64x2.pmax(sum30, smallest));
      v128.store(result, f64x2.pmax(sum31, smallest), 16);
    }
  }
}
