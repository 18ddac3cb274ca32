/** The value of a leaf: a Newton step with penalties, within bounds. 0 where the curvature vanishes. */
export function leafOutput(
  gradient: number,
  hessian: number,
  alpha: number,
  lambda: number,
  minimum: number,
  maximum: number,
): number {
  const shrunk = Math.sign(gradient) * Math.max(Math.abs(gradient) - alpha, 0);
  const curvature = hessian + lambda;
  const step = curvature > 0 ? -shrunk / curvature : 0;
  return Math.max(Math.min(step, maximum), minimum);
}
