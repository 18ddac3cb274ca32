import type { Design, IndicatorBlock, NumberBlock } from './design.js';

/** Rows that are multiplied at a time: a few columns of them stay in the fastest cache. */
const ROWS_AT_ONCE = 512;

/** The rows of a chunk, counted from its start, in which a block of indicators has a 1, and in which column. */
interface Hits {
  readonly block: IndicatorBlock;
  readonly rows: Int32Array;
  readonly columns: Int32Array;
  count: number;
}

/**
 * Adds Xᵀ · diag(rowWeight) · X to the lower triangle of `gram` (row-major, columns × columns). Takes rows ×
 * blocks² additions: the number of categories of a text column costs nothing, and rare indicators hardly anything.
 */
export function addGram(design: Design, rowWeight: Float64Array, gram: Float64Array): void {
  const size = design.terms.length;
  const { numbers, indicators } = design;
  const weighted = new Float64Array(ROWS_AT_ONCE);
  const hits = indicators.map((block): Hits => {
    return { block, rows: new Int32Array(ROWS_AT_ONCE), columns: new Int32Array(ROWS_AT_ONCE), count: 0 };
  });
  for (let start = 0; start < design.rowCount; start += ROWS_AT_ONCE) {
    const end = Math.min(start + ROWS_AT_ONCE, design.rowCount);
    for (const hit of hits) findHits(hit, start, end);
    numbers.forEach(({ first, values }, index) => {
      for (let row = start; row < end; row += 1) weighted[row - start] = rowWeight[row]! * values[row]!;
      addNumberProducts(gram, first * size, weighted, numbers, index, start, end);
      for (const hit of hits) addHitSums(gram, size, weighted, first, hit);
    });
    hits.forEach((left, index) => {
      for (let other = 0; other <= index; other += 1) {
        addCounts(gram, size, rowWeight, left, hits[other]!.block, start);
      }
    });
  }
}

function findHits(hits: Hits, start: number, end: number): void {
  const { first, codes } = hits.block;
  let count = 0;
  for (let row = start; row < end; row += 1) {
    const code = codes[row]!;
    if (code < 0) continue;
    hits.rows[count] = row - start;
    hits.columns[count] = first + code;
    count += 1;
  }
  hits.count = count;
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
function addHitSums(
  gram: Float64Array,
  size: number,
  weighted: Float64Array,
  column: number,
  { block, rows, columns, count }: Hits,
): void {
  // The lower triangle: the later column is the row of the matrix.
  const isLater = block.first > column;
  const base = isLater ? column : column * size;
  const step = isLater ? size : 1;
  for (let hit = 0; hit < count; hit += 1) gram[base + columns[hit]! * step]! += weighted[rows[hit]!]!;
}

/** An indicator times an indicator: the weight of the rows that have both. `left` stands after `right`, or is it. */
function addCounts(
  gram: Float64Array,
  size: number,
  rowWeight: Float64Array,
  left: Hits,
  right: IndicatorBlock,
  start: number,
): void {
  const { codes, first } = right;
  for (let hit = 0; hit < left.count; hit += 1) {
    const row = start + left.rows[hit]!;
    const code = codes[row]!;
    if (code >= 0) gram[left.columns[hit]! * size + first + code]! += rowWeight[row]!;
  }
}
