/**
 * One step of Adam (Kingma, Ba 2015, end of section 2): parameters -= rate · mean / (√square + epsilon), where `rate`
 * holds the correction of the bias of both moments. The gradient gets decay · parameter first (L2). `newMean` is 1 -
 * `keptMean` and `newSquare` 1 - `keptSquare`, rounded from doubles: in float32 the difference would lose four digits.
 *
 * @returns the sum of the squared parameters before the step, for the penalty in the loss
 */
export function adam(
  parameters: usize,
  gradients: usize,
  means: usize,
  squares: usize,
  count: i32,
  decay: f32,
  keptMean: f32,
  newMean: f32,
  keptSquare: f32,
  newSquare: f32,
  rate: f32,
  epsilon: f32,
): f64 {
  const decays = f32x4.splat(decay);
  const keptMeans = f32x4.splat(keptMean);
  const newMeans = f32x4.splat(newMean);
  const keptSquares = f32x4.splat(keptSquare);
  const newSquares = f32x4.splat(newSquare);
  const rates = f32x4.splat(rate);
  const epsilons = f32x4.splat(epsilon);
  let sums = f32x4.splat(0);
  const bytes = (<usize>count) << 2;
  for (let offset: usize = 0; offset < bytes; offset += 16) {
    const parameter = v128.load(parameters + offset);
    sums = f32x4.add(sums, f32x4.mul(parameter, parameter));
    const gradient = f32x4.add(v128.load(gradients + offset), f32x4.mul(decays, parameter));
    const oldMean = f32x4.mul(keptMeans, v128.load(means + offset));
    const oldSquare = f32x4.mul(keptSquares, v128.load(squares + offset));
    const mean = flushed(f32x4.add(oldMean, f32x4.mul(newMeans, gradient)));
    const square = flushed(f32x4.add(oldSquare, f32x4.mul(newSquares, f32x4.mul(gradient, gradient))));
    v128.store(means + offset, mean);
    v128.store(squares + offset, square);
    const step = f32x4.div(f32x4.mul(rates, mean), f32x4.add(f32x4.sqrt(square), epsilons));
    v128.store(parameters + offset, f32x4.sub(parameter, step));
  }
  return (
    <f64>f32x4.extract_lane(sums, 0) +
    <f64>f32x4.extract_lane(sums, 1) +
    <f64>f32x4.extract_lane(sums, 2) +
    <f64>f32x4.extract_lane(sums, 3)
  );
}

/**
 * Moments of units that are never active shrink step by step to denormal numbers, on which processors take a
 * hundred times as long. So far below epsilon they are 0 as well.
 */
function flushed(values: v128): v128 {
  return v128.and(values, f32x4.gt(f32x4.abs(values), f32x4.splat(1e-30)));
}
