/*
 * Exact path-dependent Shapley values of one row, tree by tree. TypeScript lays everything out in memory
 * (shapley-memory.ts says where and why); all numbers are little endian, "offset" is in bytes.
 *
 * Tree, 24 bytes:   0 nodes (pointer)   4 node count   8 leaf values (pointer)   12 leaf count
 *                  16 vectors (pointer)   20 points of the quadrature · 8
 * Node, 56 bytes:   0 threshold   8 share of the true child   16 share of the false child
 *                  24 offset in the row   28 1 when missing goes true
 *                  32 offset of the true child in `down` and `up`   36 of the false child
 *                  40 offset in `alive` of the branch above   44 pair of vectors (pointer)
 *                  48 offset in the contributions
 * Vectors of a tree, one number per point each: start, ones, zeros, then pairs.
 * Choice, 24 bytes, written for every node: 0 share of the branch not taken   8 its offset   12 offset of the
 *                  other child   16 pair of vectors (pointer)
 */
const TREE_BYTES: usize = 24;
const NODE_BYTES: usize = 56;
const CHOICE_BYTES: usize = 24;

export function addShapleyValues(
  trees: usize,
  treeCount: i32,
  row: usize,
  contributions: usize,
  alive: usize,
  choices: usize,
  down: usize,
  up: usize,
): void {
  for (let tree = trees, end = trees + <usize>treeCount * TREE_BYTES; tree < end; tree += TREE_BYTES) {
    const nodes = <usize>load<u32>(tree);
    const nodesEnd = nodes + <usize>load<u32>(tree, 4) * NODE_BYTES;
    const leafValues = <usize>load<u32>(tree, 8);
    const leafValuesEnd = leafValues + ((<usize>load<u32>(tree, 12)) << 3);
    const vectors = <usize>load<u32>(tree, 16);
    const size = <usize>load<u32>(tree, 20);
    const leaves = up + <usize>load<u32>(tree, 4) * size;
    chooseBranches(nodes, nodesEnd, row, alive, vectors + size, choices);
    const choicesEnd = choices + ((nodesEnd - nodes) / NODE_BYTES) * CHOICE_BYTES;
    if (size == 32) {
      placeLeaves4(leafValues, leafValuesEnd, leaves);
      walkDown4(vectors, choices, choicesEnd, down);
      walkUp4(nodes, nodesEnd, contributions, choices, down, up);
    } else {
      placeLeaves(leafValues, leafValuesEnd, leaves, size);
      walkDown(vectors, size, choices, choicesEnd, down);
      walkUp(nodes, nodesEnd, size, contributions, choices, down, up);
    }
  }
}

/** Writes for every node which child the row takes and which vectors hold for it. */
function chooseBranches(
  nodes: usize,
  nodesEnd: usize,
  row: usize,
  alive: usize,
  leftPair: usize,
  choices: usize,
): void {
  let aliveHere = alive + 1;
  let choice = choices;
  for (let node = nodes; node < nodesEnd; node += NODE_BYTES) {
    const value = load<f64>(row + <usize>load<u32>(node, 24));
    const threshold = load<f64>(node);
    // NaN is neither above nor at or below a threshold.
    const isFalse: u32 = select<u32>(
      <u32>(value > threshold),
      <u32>!(value <= threshold),
      load<u32>(node, 28) != 0,
    );
    const isAlive = <u32>load<u8>(alive + <usize>load<u32>(node, 40));
    store<u8>(aliveHere, isAlive & (isFalse ^ 1));
    store<u8>(aliveHere, isAlive & isFalse, 1);
    const cold = <usize>(isFalse ^ 1);
    store<f64>(choice, load<f64>(node + (cold << 3), 8));
    store<u32>(choice, load<u32>(node + (cold << 2), 32), 8);
    store<u32>(choice, load<u32>(node + ((cold ^ 1) << 2), 32), 12);
    store<u32>(choice, select<u32>(load<u32>(node, 44), <u32>leftPair, isAlive != 0), 16);
    aliveHere += 2;
    choice += CHOICE_BYTES;
  }
}

function placeLeaves(from: usize, end: usize, to: usize, size: usize): void {
  for (; from < end; from += 8) {
    const value = v128.load64_splat(from);
    for (const next = to + size; to < next; to += 16) v128.store(to, value);
  }
}

function placeLeaves4(from: usize, end: usize, to: usize): void {
  for (; from < end; from += 8, to += 32) {
    const value = v128.load64_splat(from);
    v128.store(to, value);
    v128.store(to, value, 16);
  }
}

/**
 * From the root to the leaves: the product of the factors above a node, split between its children. The part of
 * the branch that the row does not take is written to that child.
 */
function walkDown(vectors: usize, size: usize, choices: usize, choicesEnd: usize, down: usize): void {
  memory.copy(down, vectors, size);
  let here = down;
  for (let choice = choices; choice < choicesEnd; choice += CHOICE_BYTES) {
    const share = v128.load64_splat(choice);
    const cold = down + <usize>load<u32>(choice, 8);
    const hot = down + <usize>load<u32>(choice, 12);
    const pair = <usize>load<u32>(choice, 16);
    for (let at: usize = 0; at < size; at += 16) {
      const whole = v128.load(here + at);
      const part = f64x2.mul(whole, f64x2.mul(share, v128.load(pair + at)));
      v128.store(cold + at, part);
      v128.store(hot + at, f64x2.sub(whole, part));
    }
    here += size;
  }
}

function walkDown4(vectors: usize, choices: usize, choicesEnd: usize, down: usize): void {
  v128.store(down, v128.load(vectors));
  v128.store(down, v128.load(vectors, 16), 16);
  let here = down;
  for (let choice = choices; choice < choicesEnd; choice += CHOICE_BYTES) {
    const share = v128.load64_splat(choice);
    const cold = down + <usize>load<u32>(choice, 8);
    const hot = down + <usize>load<u32>(choice, 12);
    const pair = <usize>load<u32>(choice, 16);
    const whole0 = v128.load(here);
    const whole1 = v128.load(here, 16);
    const part0 = f64x2.mul(whole0, f64x2.mul(share, v128.load(pair)));
    const part1 = f64x2.mul(whole1, f64x2.mul(share, v128.load(pair, 16)));
    v128.store(cold, part0);
    v128.store(cold, part1, 16);
    v128.store(hot, f64x2.sub(whole0, part0));
    v128.store(hot, f64x2.sub(whole1, part1), 16);
    here += 32;
  }
}

/**
 * From the leaves to the root: what a node's subtree is worth, hot - part · (hot - cold), where hot is the child that
 * the row takes and part the cold child's part of the factor. The node's column gets the sum over the points of
 * (product down to the cold child) · (second vector of the pair) · (hot - cold).
 */
function walkUp(
  nodes: usize,
  nodesEnd: usize,
  size: usize,
  contributions: usize,
  choices: usize,
  down: usize,
  up: usize,
): void {
  const count = (nodesEnd - nodes) / NODE_BYTES;
  let choice = choices + count * CHOICE_BYTES;
  let here = up + count * size;
  for (let node = nodesEnd; node > nodes;) {
    node -= NODE_BYTES;
    choice -= CHOICE_BYTES;
    here -= size;
    const share = v128.load64_splat(choice);
    const cold = <usize>load<u32>(choice, 8);
    const hot = up + <usize>load<u32>(choice, 12);
    const pair = <usize>load<u32>(choice, 16);
    let sum = f64x2.splat(0);
    for (let at: usize = 0; at < size; at += 16) {
      const whenHot = v128.load(hot + at);
      const difference = f64x2.sub(whenHot, v128.load(up + cold + at));
      const weight = f64x2.mul(v128.load(down + cold + at), v128.load(pair + size + at));
      sum = f64x2.add(sum, f64x2.mul(weight, difference));
      const factor = f64x2.mul(share, v128.load(pair + at));
      v128.store(here + at, f64x2.sub(whenHot, f64x2.mul(factor, difference)));
    }
    const contribution = contributions + <usize>load<u32>(node, 48);
    const added = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
    store<f64>(contribution, load<f64>(contribution) + added);
  }
}

function walkUp4(
  nodes: usize,
  nodesEnd: usize,
  contributions: usize,
  choices: usize,
  down: usize,
  up: usize,
): void {
  const count = (nodesEnd - nodes) / NODE_BYTES;
  let choice = choices + count * CHOICE_BYTES;
  let here = up + count * 32;
  for (let node = nodesEnd; node > nodes;) {
    node -= NODE_BYTES;
    choice -= CHOICE_BYTES;
    here -= 32;
    const share = v128.load64_splat(choice);
    const cold = <usize>load<u32>(choice, 8);
    const hot = up + <usize>load<u32>(choice, 12);
    const pair = <usize>load<u32>(choice, 16);
    const hot0 = v128.load(hot);
    const hot1 = v128.load(hot, 16);
    const difference0 = f64x2.sub(hot0, v128.load(up + cold));
    const difference1 = f64x2.sub(hot1, v128.load(up + cold, 16));
    const weight0 = f64x2.mul(v128.load(down + cold), v128.load(pair, 32));
    const weight1 = f64x2.mul(v128.load(down + cold, 16), v128.load(pair, 48));
    const sum = f64x2.add(f64x2.mul(weight0, difference0), f64x2.mul(weight1, difference1));
    const factor0 = f64x2.mul(share, v128.load(pair));
    const factor1 = f64x2.mul(share, v128.load(pair, 16));
    v128.store(here, f64x2.sub(hot0, f64x2.mul(factor0, difference0)));
    v128.store(here, f64x2.sub(hot1, f64x2.mul(factor1, difference1)), 16);
    const contribution = contributions + <usize>load<u32>(node, 48);
    const added = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
    store<f64>(contribution, load<f64>(contribution) + added);
  }
}
