/** The part of a gradient sum that the L1 penalty leaves. */
export function shrunk(gradient: f64, alpha: f64): f64 {
  return alpha == 0 ? gradient : copysign(max(abs(gradient) - alpha, 0), gradient);
}

/** The best value of a leaf within its bounds. */
export function leafOutput(
  gradient: f64,
  hessian: f64,
  alpha: f64,
  lambda: f64,
  minimum: f64,
  maximum: f64,
): f64 {
  return max(min(-shrunk(gradient, alpha) / (hessian + lambda), maximum), minimum);
}

/** Twice what a leaf of this value takes off the objective. */
export function leafGain(gradient: f64, hessian: f64, alpha: f64, lambda: f64, output: f64): f64 {
  return -(2 * shrunk(gradient, alpha) * output + (hessian + lambda) * output * output);
}
