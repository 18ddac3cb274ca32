import { ProtobufMessage } from './protobuf.js';

/** Element types of onnx.proto's TensorProto.DataType. */
export const ELEMENT_TYPE = { uint8: 2, int64: 7, string: 8, bool: 9, double: 11 } as const;
export type ElementType = keyof typeof ELEMENT_TYPE;

/** A constant of the graph. `values` are row-major; their number is the product of `shape`. */
export interface Tensor {
  readonly type: 'double' | 'int64' | 'uint8';
  readonly shape: readonly number[];
  readonly values: readonly number[] | Float64Array | Uint8Array;
}

/** onnx.proto TensorProto with raw_data, which is little endian on every machine. */
export function encodeTensor(name: string, tensor: Tensor): ProtobufMessage {
  const message = new ProtobufMessage();
  for (const dimension of tensor.shape) message.integer(1, dimension);
  return message.integer(2, ELEMENT_TYPE[tensor.type]).string(8, name).bytes(9, rawData(tensor));
}

function rawData({ type, values }: Tensor): Uint8Array {
  if (type === 'uint8') return Uint8Array.from(values);
  const bytes = new Uint8Array(values.length * 8);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of values.entries()) {
    if (type === 'double') view.setFloat64(index * 8, value, true);
    else view.setBigInt64(index * 8, BigInt(value), true);
  }
  return bytes;
}
