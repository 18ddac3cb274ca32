import { broken, text } from '../protobuf-reader.js';
import type { ForeignPort, PortType } from './foreign-model.js';
import { integerOf, repeated, single, wireFields } from './wire.js';

/** ValueInfoProto. */
export function readPort(message: Uint8Array): ForeignPort {
  const fields = wireFields(message);
  const name = text(single(fields, 1) ?? new Uint8Array());
  const type = single(fields, 2);
  return { name, type: type === undefined ? { kind: 'other' } : readType(type) };
}

/** TypeProto: 1 tensor, 4 sequence, 5 map, 8 sparse, 9 optional; 6 says what it means, for people. */
function readType(message: Uint8Array): PortType {
  const kinds = wireFields(message).filter(({ number }) => number !== 6);
  if (kinds.length > 1) throw broken('a type stands twice');
  const [kind] = kinds;
  if (kind?.number === 4) return { kind: 'sequence' };
  if (kind?.number !== 1 || kind.wireType !== 2) return { kind: 'other' };
  const fields = wireFields(kind.value);
  const shape = single(fields, 2);
  return {
    kind: 'tensor',
    element: Number(integerOf(fields, 1) ?? 0n),
    shape: shape === undefined ? undefined : repeated(wireFields(shape), 1).map(dimensionOf),
  };
}

/** A negative size stands for an open one, as some exporters write it; zero does in others. */
function dimensionOf(message: Uint8Array): number | undefined {
  const size = integerOf(wireFields(message), 1);
  return size === undefined || size <= 0n ? undefined : Number(size);
}
