import {
  BINS,
  BLOCK_COUNT,
  FROM,
  GROUP_COUNT,
  HISTOGRAM_BYTES,
  PACKED,
  PARTIALS,
  PARTIAL_BYTES,
  PARTITION_COUNT,
  ROWS,
  ROW_STRIDE,
  TO,
} from '../layout';
import { address, integer } from './parameters';

/**
 * Adds the packed gradients of a share of a leaf's rows to the bins of a block of columns. A block is one to four
 * groups of four columns, whose bins are one 32-bit load each; its histogram is at most 32 KiB and stays in L1.
 */
export function buildHistogram(parameters: usize, task: i32): void {
  const blockCount = integer(parameters, BLOCK_COUNT);
  const groupCount = integer(parameters, GROUP_COUNT);
  const share = task / blockCount;
  const block = task % blockCount;
  const firstGroup = (groupCount * block) / blockCount;
  const groups = (groupCount * (block + 1)) / blockCount - firstGroup;

  const shareCount = <i64>integer(parameters, PARTITION_COUNT);
  const from = integer(parameters, FROM);
  const count = <i64>(integer(parameters, TO) - from);
  const rows = address(parameters, ROWS);
  const first = rows + ((<usize>from + <usize>((count * share) / shareCount)) << 2);
  const end = rows + ((<usize>from + <usize>((count * (share + 1)) / shareCount)) << 2);

  const partial = address(parameters, PARTIALS) + <usize>share * address(parameters, PARTIAL_BYTES);
  const histogram = partial + <usize>(firstGroup * 4 * HISTOGRAM_BYTES);
  memory.fill(histogram, 0, <usize>(groups * 4 * HISTOGRAM_BYTES));
  const bins = address(parameters, BINS) + <usize>(firstGroup * 4);
  const stride = address(parameters, ROW_STRIDE);
  const packed = address(parameters, PACKED);
  if (groups == 4) addFourGroups(histogram, bins, stride, packed, first, end);
  else if (groups == 3) addThreeGroups(histogram, bins, stride, packed, first, end);
  else if (groups == 2) addTwoGroups(histogram, bins, stride, packed, first, end);
  else addOneGroup(histogram, bins, stride, packed, first, end);
}

// The loops below differ in the number of groups alone: a loop over the groups inside would cost the time that the
// whole block is there to save.

function addFourGroups(
  histogram: usize,
  bins: usize,
  stride: usize,
  packed: usize,
  first: usize,
  end: usize,
): void {
  for (let position = first; position < end; position += 4) {
    const row = <usize>load<u32>(position);
    const word = load<u64>(packed + (row << 3));
    const place = bins + row * stride;
    addGroup(histogram, load<u32>(place), word);
    addGroup(histogram + 4 * HISTOGRAM_BYTES, load<u32>(place, 4), word);
    addGroup(histogram + 8 * HISTOGRAM_BYTES, load<u32>(place, 8), word);
    addGroup(histogram + 12 * HISTOGRAM_BYTES, load<u32>(place, 12), word);
  }
}

function addThreeGroups(
  histogram: usize,
  bins: usize,
  stride: usize,
  packed: usize,
  first: usize,
  end: usize,
): void {
  for (let position = first; position < end; position += 4) {
    const row = <usize>load<u32>(position);
    const word = load<u64>(packed + (row << 3));
    const place = bins + row * stride;
    addGroup(histogram, load<u32>(place), word);
    addGroup(histogram + 4 * HISTOGRAM_BYTES, load<u32>(place, 4), word);
    addGroup(histogram + 8 * HISTOGRAM_BYTES, load<u32>(place, 8), word);
  }
}

function addTwoGroups(
  histogram: usize,
  bins: usize,
  stride: usize,
  packed: usize,
  first: usize,
  end: usize,
): void {
  for (let position = first; position < end; position += 4) {
    const row = <usize>load<u32>(position);
    const word = load<u64>(packed + (row << 3));
    const place = bins + row * stride;
    addGroup(histogram, load<u32>(place), word);
    addGroup(histogram + 4 * HISTOGRAM_BYTES, load<u32>(place, 4), word);
  }
}

function addOneGroup(
  histogram: usize,
  bins: usize,
  stride: usize,
  packed: usize,
  first: usize,
  end: usize,
): void {
  for (let position = first; position < end; position += 4) {
    const row = <usize>load<u32>(position);
    const word = load<u64>(packed + (row << 3));
    addGroup(histogram, load<u32>(bins + row * stride), word);
  }
}

/** Four bins of four neighbouring columns; a bin times eight is its place. */
function addGroup(histogram: usize, bins: u32, word: u64): void {
  const first = histogram + ((bins << 3) & 0x7f8);
  store<u64>(first, load<u64>(first) + word);
  const second = histogram + ((bins >>> 5) & 0x7f8);
  store<u64>(second, load<u64>(second, HISTOGRAM_BYTES) + word, HISTOGRAM_BYTES);
  const third = histogram + ((bins >>> 13) & 0x7f8);
  store<u64>(third, load<u64>(third, 2 * HISTOGRAM_BYTES) + word, 2 * HISTOGRAM_BYTES);
  const fourth = histogram + ((bins >>> 21) & 0x7f8);
  store<u64>(fourth, load<u64>(fourth, 3 * HISTOGRAM_BYTES) + word, 3 * HISTOGRAM_BYTES);
}
