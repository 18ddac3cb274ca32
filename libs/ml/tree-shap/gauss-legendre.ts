export interface Quadrature {
  /** In (0, 1), ascending. */
  readonly nodes: Float64Array;
  /** Positive, they add up to 1. */
  readonly weights: Float64Array;
}

/**
 * The Gauss-Legendre rule on [0, 1] with `count` nodes: exact for polynomials up to degree 2·count - 1. Nodes are
 * roots of the Legendre polynomial, found by Newton's method (Press et al., Numerical Recipes, section 4.6).
 */
export function gaussLegendre(count: number): Quadrature {
  const nodes = new Float64Array(count);
  const weights = new Float64Array(count);
  for (let index = 0; index < count; index += 1) {
    let root = -Math.cos((Math.PI * (index + 0.75)) / (count + 0.5));
    let slope = 1;
    for (let step = 0; step < 100; step += 1) {
      const { value, derivative } = legendre(count, root);
      slope = derivative;
      const correction = value / derivative;
      root -= correction;
      if (Math.abs(correction) < 1e-15) break;
    }
    nodes[index] = (1 + root) / 2;
    weights[index] = 1 / ((1 - root * root) * slope * slope);
  }
  return { nodes, weights };
}

function legendre(degree: number, at: number): { value: number; derivative: number } {
  let before = 0;
  let value = 1;
  for (let order = 1; order <= degree; order += 1) {
    [before, value] = [value, ((2 * order - 1) * at * value - (order - 1) * before) / order];
  }
  return { value, derivative: (degree * (at * value - before)) / (at * at - 1) };
}
