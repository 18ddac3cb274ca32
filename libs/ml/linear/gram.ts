import type { Design, IndicatorBlock, NumberBlock } from './design.js';

/** Rows that are multiplied at a time: a few columns of them stay in the fastest cache. */
const ROWS_AT_ONCE = 512;

/**
 * Adds Xᵀ · diag(rowWeight) · X to the lower triangle of `gram` (row-major, columns × columns). Takes rows ×
 * blocks² additions: the number of categories of a text column costs nothing.
 */
export function addGram(design: Design, rowWeight: Float64Array, gram: Float64Array): void {
  const size = design.terms.length;
  const { numbers, indicators } = design;
  const weighted = new Float64Array(ROWS_AT_ONCE);
  for (let start = 0; start < design.rowCount; start += ROWS_AT_ONCE) {
    const end = Math.min(start + ROWS_AT_ONCE, design.rowCount);
    numbers.forEach(({ first, values }, index) => {
      for (let row = start; row < end; row += 1) weighted[row - start] = rowWeight[row]! * values[row]!;
      addNumberProducts(gram, first * size, weighted, numbers, index, start, end);
      for (const block of indicators) addCodeSums(gram, size, weighted, first, block, start, end);
    });
    indicators.forEach((left, index) => {
      for (let other = 0; other <= index; other += 1) {
        addCounts(gram, size, rowWeight, left, indicators[other]!, start, end);
      }
    });
  }
}

/** Four columns at a time, so that a weighted value is loaded once for four products. */
function addNumberProducts(
  gram: Float64Array,
  gramRow: number,
  weighted: Float64Array,
  numbers: readonly NumberBlock[],
  last: number,
  start: number,
  end: number,
): void {
  let column = 0;
  for (; column + 3 <= last; column += 4) {
    const a = numbers[column]!;
    const b = numbers[column + 1]!;
    const c = numbers[column + 2]!;
    const d = numbers[column + 3]!;
    const [aValues, bValues, cValues, dValues] = [a.values, b.values, c.values, d.values];
    let [aSum, bSum, cSum, dSum] = [0, 0, 0, 0];
    for (let row = start; row < end; row += 1) {
      const value = weighted[row - start]!;
      aSum += value * aValues[row]!;
      bSum += value * bValues[row]!;
      cSum += value * cValues[row]!;
      dSum += value * dValues[row]!;
    }
    gram[gramRow + a.first]! += aSum;
    gram[gramRow + b.first]! += bSum;
    gram[gramRow + c.first]! += cSum;
    gram[gramRow + d.first]! += dSum;
  }
  for (; column <= last; column += 1) {
    const { first, values } = numbers[column]!;
    let sum = 0;
    for (let row = start; row < end; row += 1) sum += weighted[row - start]! * values[row]!;
    gram[gramRow + first]! += sum;
  }
}

/** A number times an indicator: the sum of the number over the indicator's rows. */
function addCodeSums(
  gram: Float64Array,
  size: number,
  weighted: Float64Array,
  column: number,
  { first, codes }: IndicatorBlock,
  start: number,
  end: number,
): void {
  // The lower triangle: the later column is the row of the matrix.
  const [base, step] = first > column ? [first * size + column, size] : [column * size + first, 1];
  for (let row = start; row < end; row += 1) {
    const code = codes[row]!;
    if (code >= 0) gram[base + code * step]! += weighted[row - start]!;
  }
}

/** An indicator times an indicator: the weight of the rows that have both. `left` stands after `right`, or is it. */
function addCounts(
  gram: Float64Array,
  size: number,
  rowWeight: Float64Array,
  left: IndicatorBlock,
  right: IndicatorBlock,
  start: number,
  end: number,
): void {
  const leftCodes = left.codes;
  const rightCodes = right.codes;
  for (let row = start; row < end; row += 1) {
    const leftCode = leftCodes[row]!;
    const rightCode = rightCodes[row]!;
    if (leftCode < 0 || rightCode < 0) continue;
    gram[(left.first + leftCode) * size + right.first + rightCode]! += rowWeight[row]!;
  }
}
