import { broken } from '../protobuf-reader.js';

/** A field of a protobuf message as it stands in the bytes: what is not understood can still be copied. */
export interface WireField {
  readonly number: number;
  /** 0: varint, 1: eight bytes, 2: length-delimited, 5: four bytes. */
  readonly wireType: number;
  /** Tag and value. */
  readonly raw: Uint8Array;
  /** Of a length-delimited field what the length announces, else the value's own bytes. */
  readonly value: Uint8Array;
}

/** More parts than that are held by no message of a model: a hostile one would turn two bytes each into an object. */
const mostParts = 300_000;

/** Calls `visit` with each field of a message, in order, and holds none of them. */
export function visitFields(message: Uint8Array, visit: (field: WireField) => void): void {
  let offset = 0;
  while (offset < message.length) {
    const start = offset;
    const tag = unsigned(message, offset);
    offset = endOfVarint(message, offset);
    const number = Math.floor(tag / 8);
    if (number < 1 || number > 0x1fffffff) throw broken('a field has no valid number');
    const wireType = tag % 8;
    let valueStart = offset;
    if (wireType === 0) offset = endOfVarint(message, offset);
    else if (wireType === 1) offset += 8;
    else if (wireType === 5) offset += 4;
    else if (wireType === 2) {
      valueStart = endOfVarint(message, offset);
      offset = valueStart + unsigned(message, offset);
    } else throw broken('a field has an unknown wire type');
    if (offset > message.length) throw broken('a field ends behind the file');
    visit({
      number,
      wireType,
      raw: message.subarray(start, offset),
      value: message.subarray(valueStart, offset),
    });
  }
}

/** @throws MlError `invalid_model` when the bytes are no message, or one of too many parts */
export function wireFields(message: Uint8Array): WireField[] {
  const fields: WireField[] = [];
  visitFields(message, (field) => {
    if (fields.length >= mostParts) throw broken(`a message has more than ${mostParts} parts`);
    fields.push(field);
  });
  return fields;
}

/** The length-delimited values of a repeated field. */
export function repeated(fields: readonly WireField[], number: number): Uint8Array[] {
  return fields.flatMap((field) => {
    if (field.number !== number) return [];
    if (field.wireType !== 2) throw broken('a field has another type than it should');
    return [field.value];
  });
}

/**
 * The value of a field that may stand once. Runtimes merge what stands twice, so that it would be read otherwise than
 * it was checked.
 */
export function single(fields: readonly WireField[], number: number): Uint8Array | undefined {
  const values = repeated(fields, number);
  if (values.length > 1) throw broken('a field stands twice that may stand once');
  return values[0];
}

/** The value of an integer field, signed, of 64 bits; absent: undefined. */
export function integerOf(fields: readonly WireField[], number: number): bigint | undefined {
  const found = fields.filter((field) => field.number === number);
  if (found.length > 1) throw broken('a field stands twice that may stand once');
  const field = found[0];
  if (field === undefined) return undefined;
  if (field.wireType !== 0) throw broken('a field has another type than it should');
  return signedVarint(field.value, 0).value;
}

/** The integers of a field that may be packed or not. */
export function integersOf(field: WireField): bigint[] {
  if (field.wireType === 0) return [signedVarint(field.value, 0).value];
  if (field.wireType !== 2) throw broken('a field has another type than it should');
  const integers: bigint[] = [];
  for (let offset = 0; offset < field.value.length;) {
    const next = signedVarint(field.value, offset);
    integers.push(next.value);
    offset = next.end;
  }
  return integers;
}

function signedVarint(bytes: Uint8Array, start: number): { value: bigint; end: number } {
  const end = endOfVarint(bytes, start);
  let value = 0n;
  for (let at = end - 1; at >= start; at -= 1) value = (value << 7n) | BigInt(bytes[at]! & 0x7f);
  return { value: BigInt.asIntN(64, value), end };
}

/** Exact below 2^53, and never small when the integer is large: enough for tags and lengths. */
function unsigned(bytes: Uint8Array, start: number): number {
  const end = endOfVarint(bytes, start);
  let value = 0;
  for (let at = end - 1; at >= start; at -= 1) value = value * 128 + (bytes[at]! & 0x7f);
  return value;
}

function endOfVarint(bytes: Uint8Array, start: number): number {
  const last = Math.min(start + 10, bytes.length);
  for (let at = start; at < last; at += 1) if (bytes[at]! < 0x80) return at + 1;
  throw broken(last === bytes.length ? 'the file ends in an integer' : 'an integer has more than ten bytes');
}
