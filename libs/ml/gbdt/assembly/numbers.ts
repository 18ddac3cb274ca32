import {
  BINS,
  FIRST_COLUMN,
  ROW_BLOCK,
  ROW_STRIDE,
  SAMPLE_COUNT,
  SORTED,
  SORTING_COUNT_BYTES,
  STAGED,
  STAGED_COLUMNS,
  STAGED_ROWS,
  THRESHOLDS,
  TRAINING_ROWS,
} from '../layout';
import { address, integer } from './parameters';

/**
 * Writes the bins of a block of rows for all staged columns: 0 for NaN, else 1 + how many thresholds lie below the
 * value. Eight steps find the place among 256 thresholds, the last of which are infinite.
 */
export function binNumbers(parameters: usize, task: i32): void {
  const from = task * ROW_BLOCK;
  const rowCount = address(parameters, STAGED_ROWS);
  const to = min(from + ROW_BLOCK, <i32>rowCount);
  const stride = address(parameters, ROW_STRIDE);
  const columnCount = integer(parameters, STAGED_COLUMNS);
  for (let column = 0; column < columnCount; column += 1) {
    const values = address(parameters, STAGED) + ((<usize>column * rowCount) << 3);
    const thresholds = address(parameters, THRESHOLDS) + ((<usize>column) << 11);
    const bins = address(parameters, BINS) + address(parameters, FIRST_COLUMN) + <usize>column;
    for (let row = <usize>from; row < <usize>to; row += 1) {
      const value = load<f64>(values + (row << 3));
      let place = thresholds;
      place += (<usize>(value > load<f64>(place, 127 << 3))) << 10;
      place += (<usize>(value > load<f64>(place, 63 << 3))) << 9;
      place += (<usize>(value > load<f64>(place, 31 << 3))) << 8;
      place += (<usize>(value > load<f64>(place, 15 << 3))) << 7;
      place += (<usize>(value > load<f64>(place, 7 << 3))) << 6;
      place += (<usize>(value > load<f64>(place, 3 << 3))) << 5;
      place += (<usize>(value > load<f64>(place, 1 << 3))) << 4;
      place += (<usize>(value > load<f64>(place))) << 3;
      const bin = <u32>((place - thresholds) >> 3) + 1;
      store<u8>(bins + row * stride, value == value ? bin : 0);
    }
  }
}

/**
 * Sorts a sample of a staged column, NaN last, by bits: six passes over eleven bits each (Knuth, "The Art of
 * Computer Programming", volume 3, section 5.2.5). A pass in which all agree is left out.
 */
export function sortNumbers(parameters: usize, task: i32): void {
  const sampleCount = address(parameters, SAMPLE_COUNT);
  const size = <usize>SORTING_COUNT_BYTES + (sampleCount << 4);
  const counts = address(parameters, SORTED) + <usize>task * size;
  const sorted = counts + SORTING_COUNT_BYTES;
  takeSample(parameters, task, sorted, counts);
  let source = sorted;
  let destination = sorted + (sampleCount << 3);
  for (let pass: usize = 0; pass < 6; pass += 1) {
    const count = counts + (pass << 13);
    const shift = <u64>pass * 11;
    if (load<u32>(count + digitOf(load<u64>(source), shift)) == <u32>sampleCount) continue;
    let before: u32 = 0;
    for (let digit: usize = 0; digit < 8192; digit += 4) {
      const here = load<u32>(count + digit);
      store<u32>(count + digit, before);
      before += here;
    }
    for (let row: usize = 0; row < sampleCount; row += 1) {
      const key = load<u64>(source + (row << 3));
      const next = count + digitOf(key, shift);
      const place = load<u32>(next);
      store<u32>(next, place + 1);
      store<u64>(destination + ((<usize>place) << 3), key);
    }
    const swap = source;
    source = destination;
    destination = swap;
  }
  for (let row: usize = 0; row < sampleCount; row += 1) {
    store<i64>(sorted + (row << 3), bitsOf(load<u64>(source + (row << 3))));
  }
}

/** Copies the sample as sortable keys and counts the digits of every pass. */
function takeSample(parameters: usize, task: i32, sorted: usize, counts: usize): void {
  const values = address(parameters, STAGED) + ((<usize>task * address(parameters, STAGED_ROWS)) << 3);
  const rowCount = <u64>address(parameters, TRAINING_ROWS);
  const sampleCount = <u64>address(parameters, SAMPLE_COUNT);
  memory.fill(counts, 0, SORTING_COUNT_BYTES);
  for (let sample: u64 = 0; sample < sampleCount; sample += 1) {
    const key = keyOf(load<f64>(values + ((<usize>((sample * rowCount) / sampleCount)) << 3)));
    store<u64>(sorted + ((<usize>sample) << 3), key);
    for (let pass: usize = 0; pass < 6; pass += 1) {
      const count = counts + (pass << 13) + digitOf(key, <u64>pass * 11);
      store<u32>(count, load<u32>(count) + 1);
    }
  }
}

/** The place of a digit among the counts of its pass. */
function digitOf(key: u64, shift: u64): usize {
  return (<usize>((key >> shift) & 2047)) << 2;
}

/** Unsigned integers in the order of the doubles. */
function keyOf(value: f64): u64 {
  if (value != value) return u64.MAX_VALUE;
  const bits = reinterpret<i64>(value);
  return <u64>(bits ^ ((bits >> 63) | i64.MIN_VALUE));
}

function bitsOf(key: u64): i64 {
  const bits = <i64>key;
  return bits ^ ((~bits >> 63) | i64.MIN_VALUE);
}
