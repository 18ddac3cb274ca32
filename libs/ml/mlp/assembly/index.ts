// Kernels of the neural network. All pointers are byte addresses; all sizes and strides count elements.
// Matrices are row-major; rows and columns are padded with zeros to multiples of 4, so that no loop has a tail.
export { multiply, transpose } from './multiply';
export { multiplyDoubles } from './multiply-doubles';
export { gatherRows, gatherSum, addColumnSums, dropOut, maskInactive } from './rows';
export { logisticLoss, softmaxLoss, squaredLoss } from './losses';
export { adam } from './adam';

/** Where the constants end that instantiation writes into the memory. */
export function constantsEnd(): usize {
  return __heap_base;
}
