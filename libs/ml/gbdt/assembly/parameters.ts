/** An address among the parameters. */
export function address(parameters: usize, slot: usize): usize {
  return <usize>load<u32>(parameters + slot);
}

export function integer(parameters: usize, slot: usize): i32 {
  return load<i32>(parameters + slot);
}

export function double(parameters: usize, slot: usize): f64 {
  return load<f64>(parameters + slot);
}
