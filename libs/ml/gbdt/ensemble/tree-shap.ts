import type { ShapleyLayout } from './shapley-layout.js';

/** Reused from row to row. */
export interface ShapleyScratch {
  readonly isFalse: Uint8Array;
  readonly alive: Uint8Array;
  readonly down: Float64Array;
  readonly up: Float64Array;
}

export function shapleyScratch({ trees }: ShapleyLayout): ShapleyScratch {
  const places = Math.max(1, ...trees.map(({ nodeCount, leafCount }) => nodeCount + leafCount));
  const numbers = Math.max(1, ...trees.map((tree) => (tree.nodeCount + tree.leafCount) * tree.points));
  return {
    isFalse: new Uint8Array(places),
    alive: new Uint8Array(2 * places + 1).fill(1),
    down: new Float64Array(numbers),
    up: new Float64Array(numbers),
  };
}

/**
 * Adds the exact path-dependent Shapley values (Lundberg et al., From local explanations to global understanding
 * with explainable AI for trees, 2020) of one row to `contributions`.
 */
export function addShapleyValues(
  layout: ShapleyLayout,
  row: Float64Array,
  { isFalse, alive, down, up }: ShapleyScratch,
  contributions: Float64Array,
): void {
  const { feature, threshold, missingGoesTrue, children, share, branchAbove, pair, vectors } = layout;
  for (const { firstNode, nodeCount, firstLeaf, leafCount, points, firstVector } of layout.trees) {
    if (nodeCount === 0) continue;
    const leftPair = firstVector + points;
    for (let leaf = 0, at = nodeCount * points; leaf < leafCount; leaf += 1) {
      const value = layout.leafValue[firstLeaf + leaf]!;
      for (let point = 0; point < points; point += 1) up[at++] = value;
    }
    for (let point = 0; point < points; point += 1) down[point] = vectors[firstVector + point]!;
    for (let place = 0; place < nodeCount; place += 1) {
      const node = firstNode + place;
      const value = row[feature[node]!]!;
      const cut = threshold[node]!;
      const side = missingGoesTrue[node] === 1 ? (value > cut ? 1 : 0) : value <= cut ? 0 : 1;
      isFalse[place] = side;
      const isAlive = alive[branchAbove[node]!]!;
      alive[2 * place + 1] = isAlive & (side ^ 1);
      alive[2 * place + 2] = isAlive & side;
      const vector = isAlive === 1 ? pair[node]! : leftPair;
      const cold = share[2 * node + 1 - side]!;
      const here = place * points;
      const coldPlace = children[2 * node + 1 - side]! * points;
      const hotPlace = children[2 * node + side]! * points;
      for (let point = 0; point < points; point += 1) {
        const whole = down[here + point]!;
        const part = whole * cold * vectors[vector + point]!;
        down[coldPlace + point] = part;
        down[hotPlace + point] = whole - part;
      }
    }
    for (let place = nodeCount - 1; place >= 0; place -= 1) {
      const node = firstNode + place;
      const side = isFalse[place]!;
      const vector = alive[branchAbove[node]!] === 1 ? pair[node]! : leftPair;
      const cold = share[2 * node + 1 - side]!;
      const here = place * points;
      const coldPlace = children[2 * node + 1 - side]! * points;
      const hotPlace = children[2 * node + side]! * points;
      let sum = 0;
      for (let point = 0; point < points; point += 1) {
        const hot = up[hotPlace + point]!;
        const difference = hot - up[coldPlace + point]!;
        sum += down[coldPlace + point]! * vectors[vector + points + point]! * difference;
        up[here + point] = hot - cold * vectors[vector + point]! * difference;
      }
      contributions[layout.contribution[node]!]! += sum;
    }
  }
}
