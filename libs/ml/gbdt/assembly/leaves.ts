import {
  BINS,
  FALSE_CHILDREN,
  FROM,
  GRADIENT_VALUES,
  HESSIAN_VALUES,
  LEAF_VALUES,
  NODE_COLUMNS,
  NODE_TRUE_BINS,
  ROWS,
  ROW_BLOCK,
  ROW_STRIDE,
  SCORES,
  SCRATCH_ROWS,
  SEGMENTS,
  SEGMENT_SUMS,
  SPLIT_COLUMN,
  TO,
  TRUE_BINS,
  TRUE_CHILDREN,
  TRUE_COUNTS,
  WEIGHTS,
} from '../layout';
import { address, integer } from './parameters';

/**
 * Divides a block of a leaf's rows in order: those of the true branch stay at the block's start, those of the false
 * branch go to the same place of the scratch rows.
 */
export function partitionRows(parameters: usize, task: i32): void {
  const from = integer(parameters, FROM) + task * ROW_BLOCK;
  const to = min(from + ROW_BLOCK, integer(parameters, TO));
  const rows = address(parameters, ROWS);
  const bins = address(parameters, BINS) + address(parameters, SPLIT_COLUMN);
  const stride = address(parameters, ROW_STRIDE);
  const trueBins = address(parameters, TRUE_BINS);
  const start = rows + ((<usize>from) << 2);
  const end = rows + ((<usize>to) << 2);
  let trueEnd = start;
  let falseEnd = address(parameters, SCRATCH_ROWS) + ((<usize>from) << 2);
  for (let position = start; position < end; position += 4) {
    const row = load<u32>(position);
    const side = <usize>load<u8>(trueBins + <usize>load<u8>(bins + <usize>row * stride));
    store<u32>(trueEnd, row);
    store<u32>(falseEnd, row);
    trueEnd += side << 2;
    falseEnd += 4 - (side << 2);
  }
  store<u32>(address(parameters, TRUE_COUNTS) + ((<usize>task) << 2), <u32>((trueEnd - start) >> 2));
}

/** Sums gradients, hessians and weights of a segment of a leaf's rows in their order. */
export function sumLeaf(parameters: usize, task: i32): void {
  const segment = address(parameters, SEGMENTS) + ((<usize>task) << 4);
  const rows = address(parameters, ROWS);
  const end = rows + ((<usize>load<u32>(segment, 8)) << 2);
  const gradients = address(parameters, GRADIENT_VALUES);
  const hessians = address(parameters, HESSIAN_VALUES);
  const weights = address(parameters, WEIGHTS);
  let gradient: f64 = 0;
  let hessian: f64 = 0;
  let weight: f64 = 0;
  for (let position = rows + ((<usize>load<u32>(segment, 4)) << 2); position < end; position += 4) {
    const place = (<usize>load<u32>(position)) << 3;
    gradient += load<f64>(gradients + place);
    hessian += load<f64>(hessians + place);
    weight += weights == 0 ? 1.0 : load<f64>(weights + place);
  }
  const sums = address(parameters, SEGMENT_SUMS) + ((<usize>task) << 5);
  store<f64>(sums, gradient);
  store<f64>(sums, hessian, 8);
  store<f64>(sums, weight, 16);
}

/** Adds a leaf's value to the scores of a segment of its rows. */
export function addLeaf(parameters: usize, task: i32): void {
  const segment = address(parameters, SEGMENTS) + ((<usize>task) << 4);
  const value = load<f64>(address(parameters, LEAF_VALUES) + ((<usize>load<u32>(segment)) << 3));
  const rows = address(parameters, ROWS);
  const end = rows + ((<usize>load<u32>(segment, 8)) << 2);
  const scores = address(parameters, SCORES);
  for (let position = rows + ((<usize>load<u32>(segment, 4)) << 2); position < end; position += 4) {
    const score = scores + ((<usize>load<u32>(position)) << 3);
    store<f64>(score, load<f64>(score) + value);
  }
}

/** Leads rows that no leaf holds through a tree with at least one split, and adds the leaves' values. */
export function routeRows(parameters: usize, task: i32): void {
  const from = integer(parameters, FROM) + task * ROW_BLOCK;
  const to = min(from + ROW_BLOCK, integer(parameters, TO));
  const rows = address(parameters, ROWS);
  const bins = address(parameters, BINS);
  const stride = address(parameters, ROW_STRIDE);
  const columns = address(parameters, NODE_COLUMNS);
  const trueBins = address(parameters, NODE_TRUE_BINS);
  const trueChildren = address(parameters, TRUE_CHILDREN);
  const falseChildren = address(parameters, FALSE_CHILDREN);
  const values = address(parameters, LEAF_VALUES);
  const scores = address(parameters, SCORES);
  for (let position = from; position < to; position += 1) {
    const row = <usize>load<u32>(rows + ((<usize>position) << 2));
    let node: i32 = 0;
    while (node >= 0) {
      const word = (<usize>node) << 2;
      const bin = <usize>load<u8>(bins + row * stride + <usize>load<u32>(columns + word));
      const isTrue = load<u8>(trueBins + ((<usize>node) << 8) + bin) != 0;
      node = load<i32>((isTrue ? trueChildren : falseChildren) + word);
    }
    const score = scores + (row << 3);
    store<f64>(score, load<f64>(score) + load<f64>(values + ((<usize>~node) << 3)));
  }
}
