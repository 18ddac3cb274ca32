import { type OnnxPort, type PortType, readOnnxPorts } from '#libs/ml';
import type { ColumnSpec } from '../column-specs.js';

export interface Signature {
  readonly inputs: readonly ColumnSpec[];
  readonly outputs: readonly ColumnSpec[];
}

const specTypes: Readonly<Record<Exclude<PortType, 'other'>, ColumnSpec['type']>> = {
  double: 'double',
  float: 'float',
  int64: 'long',
  bool: 'boolean',
  string: 'string',
};

/**
 * Read from the file itself: the graph decides which types it takes. Every input is required, because pyfunc fails on
 * an absent one whatever the signature says; a missing number is NaN, a missing text is None.
 */
export function signatureOf(onnx: Uint8Array): Signature {
  const { inputs, outputs } = readOnnxPorts(onnx);
  return { inputs: inputs.map(specOf), outputs: outputs.map(specOf) };
}

function specOf({ name, type }: OnnxPort): ColumnSpec {
  if (type === 'other') throw new Error(`The graph's ${name} has a type that no version of ours has`);
  return { type: specTypes[type], name, required: true };
}
