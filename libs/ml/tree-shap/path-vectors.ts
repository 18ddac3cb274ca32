import type { ColumnPaths } from './column-paths.js';
import { gaussLegendre } from './gauss-legendre.js';

/** Vectors of one number per point of the quadrature, one behind the other. */
export interface PathVectors {
  readonly points: number;
  readonly vectors: Float64Array;
  /** Per node in pre-order: where its pair starts in `vectors`. */
  readonly pairOfNode: Int32Array;
}

/**
 * The Shapley weights of a path are ∫ Π (oₖ t + zₖ (1 - t)) dt over the other columns k of the path, 0 <= t <= 1:
 * o is 1 while the row follows the column's branches and else 0, z is the product of their shares. The integrand's
 * degree is below the number of distinct columns, so Gauss-Legendre with half as many points is exact (the idea of
 * Linear TreeSHAP, Yu et al. 2022, in points instead of coefficients). Points come in pairs, two numbers at a time.
 *
 * The vectors: weight / (1 - t), where every path starts; ones and zeros, the pair of branches that the row left;
 * then pairs z(1 - t) / f and 1 / f with f = t + z(1 - t), the factor so far of a column that the row follows. With
 * c, the share of the child that the row does not take, that child's part of the factor is c times the first vector
 * of the pair, and the other child has the rest.
 */
export function pathVectors({ nodes, distinctColumns }: ColumnPaths): PathVectors {
  const points = Math.max(2, 2 * Math.ceil(distinctColumns / 4));
  const { nodes: at, weights } = gaussLegendre(points);
  const vectors = [...weights.map((weight, point) => weight / (1 - (at[point] ?? 0)))];
  vectors.push(...at.map(() => 1), ...at.map(() => 0));
  const pairOf = (share: number): number => {
    const start = vectors.length;
    const factors = at.map((t) => t + share * (1 - t));
    vectors.push(...at.map((t, point) => (share * (1 - t)) / (factors[point] ?? 1)));
    vectors.push(...factors.map((factor) => 1 / factor));
    return start;
  };
  const first = pairOf(1);
  const pairOfNode = Int32Array.from(nodes, ({ branchAbove, shareAbove }) =>
    branchAbove === 0 ? first : pairOf(shareAbove),
  );
  return { points, vectors: Float64Array.from(vectors), pairOfNode };
}
