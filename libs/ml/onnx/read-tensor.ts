import { broken, packedIntegers, protobufFields, text } from './protobuf-reader.js';
import { ELEMENT_TYPE, type Tensor } from './tensor.js';

export interface NamedTensor {
  readonly name: string;
  readonly tensor: Tensor;
}

/**
 * TensorProto with raw_data; undefined for other element types than `Tensor` has and for other ways of storing.
 *
 * @throws MlError `invalid_model` when there are more or fewer bytes than the shape asks for.
 */
export function readTensor(bytes: Uint8Array): NamedTensor | undefined {
  const shape: number[] = [];
  let elementType = 0;
  let name = '';
  let raw: Uint8Array | undefined;
  for (const field of protobufFields(bytes)) {
    if (field.number === 1) {
      shape.push(...(field.kind === 'integer' ? [field.value] : packedIntegers(field.value)));
    } else if (field.number === 2 && field.kind === 'integer') elementType = field.value;
    else if (field.number === 8 && field.kind === 'bytes') name = text(field.value);
    else if (field.number === 9 && field.kind === 'bytes') raw = field.value;
  }
  if (raw === undefined) return undefined;
  const type = TYPES.find((candidate) => ELEMENT_TYPE[candidate] === elementType);
  if (type === undefined) return undefined;
  const values = READ[type](raw);
  if (values.length !== shape.reduce((product, dimension) => product * dimension, 1)) {
    throw broken('a constant has another size than its shape');
  }
  return { name, tensor: { type, shape, values } };
}

const READ: Readonly<Record<Tensor['type'], (raw: Uint8Array) => Tensor['values']>> = {
  uint8: (raw) => raw.slice(),
  double: (raw) => {
    const view = viewOf(raw);
    return Float64Array.from({ length: raw.length / 8 }, (_, index) => view.getFloat64(index * 8, true));
  },
  int64: (raw) => {
    const view = viewOf(raw);
    return Array.from({ length: raw.length / 8 }, (_, index) => {
      const value = Number(view.getBigInt64(index * 8, true));
      if (!Number.isSafeInteger(value)) throw broken('an integer is beyond 2^53');
      return value;
    });
  },
};

const TYPES = Object.keys(READ) as Tensor['type'][];

function viewOf(raw: Uint8Array): DataView {
  if (raw.length % 8 !== 0) throw broken('a constant ends within a number');
  return new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
}
