// Each loss reads the network's outputs of a batch (rows × stride, float32), the targets and weights of the rows at
// `indices` (u32), and writes the gradient of weight · loss · scale by the outputs; padding gets 0. The return value
// is the sum of weight · loss in double. For these pairs of loss and link the gradient is answer - target.

/** Half the squared difference of output 0 and the target. */
export function squaredLoss(
  outputs: usize,
  stride: i32,
  indices: usize,
  targets: usize,
  weights: usize,
  rows: i32,
  paddedRows: i32,
  scale: f64,
  deltas: usize,
): f64 {
  memory.fill(deltas, 0, (<usize>(paddedRows * stride)) << 2);
  let loss: f64 = 0;
  for (let row: i32 = 0; row < rows; row += 1) {
    const index = (<usize>load<u32>(indices + ((<usize>row) << 2))) << 2;
    const weight = <f64>load<f32>(weights + index);
    const at = (<usize>(row * stride)) << 2;
    const difference = <f64>load<f32>(outputs + at) - <f64>load<f32>(targets + index);
    loss += 0.5 * weight * difference * difference;
    store<f32>(deltas + at, <f32>(difference * weight * scale));
  }
  return loss;
}

/** Log loss of 1 / (1 + e^-output 0) where the target is 0 or 1. */
export function logisticLoss(
  outputs: usize,
  stride: i32,
  indices: usize,
  targets: usize,
  weights: usize,
  rows: i32,
  paddedRows: i32,
  scale: f64,
  deltas: usize,
): f64 {
  memory.fill(deltas, 0, (<usize>(paddedRows * stride)) << 2);
  let loss: f64 = 0;
  for (let row: i32 = 0; row < rows; row += 1) {
    const index = (<usize>load<u32>(indices + ((<usize>row) << 2))) << 2;
    const weight = <f64>load<f32>(weights + index);
    const at = (<usize>(row * stride)) << 2;
    const output = <f64>load<f32>(outputs + at);
    const target = <f64>load<f32>(targets + index);
    const small = Math.exp(-Math.abs(output));
    const probability = output >= 0 ? 1 / (1 + small) : small / (1 + small);
    loss += weight * (Math.max(output, 0) - output * target + Math.log1p(small));
    store<f32>(deltas + at, <f32>((probability - target) * weight * scale));
  }
  return loss;
}

/** Log loss of the softmax over outputs 0 to classes - 1 where the target is the index of a class. */
export function softmaxLoss(
  outputs: usize,
  stride: i32,
  classes: i32,
  indices: usize,
  targets: usize,
  weights: usize,
  rows: i32,
  paddedRows: i32,
  scale: f64,
  deltas: usize,
): f64 {
  memory.fill(deltas, 0, (<usize>(paddedRows * stride)) << 2);
  let loss: f64 = 0;
  for (let row: i32 = 0; row < rows; row += 1) {
    const index = (<usize>load<u32>(indices + ((<usize>row) << 2))) << 2;
    const weight = <f64>load<f32>(weights + index);
    const target = <i32>load<f32>(targets + index);
    const from = outputs + ((<usize>(row * stride)) << 2);
    const to = deltas + ((<usize>(row * stride)) << 2);
    let largest = -Infinity;
    for (let k: i32 = 0; k < classes; k += 1) {
      largest = Math.max(largest, <f64>load<f32>(from + ((<usize>k) << 2)));
    }
    let sum: f64 = 0;
    for (let k: i32 = 0; k < classes; k += 1) {
      sum += Math.exp(<f64>load<f32>(from + ((<usize>k) << 2)) - largest);
    }
    for (let k: i32 = 0; k < classes; k += 1) {
      const above = <f64>load<f32>(from + ((<usize>k) << 2)) - largest;
      const isTarget = k === target;
      if (isTarget) loss += weight * (Math.log(sum) - above);
      const difference = Math.exp(above) / sum - (isTarget ? 1 : 0);
      store<f32>(to + ((<usize>k) << 2), <f32>(difference * weight * scale));
    }
  }
  return loss;
}
