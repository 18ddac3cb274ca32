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
const mostParts = 1_000_000;

/** Calls `visit` with each field of a message, in order, and holds none of them. */
export function visitFields(message: Uint8Array, visit: (field: WireField) => void): void {
  let offset = 0;
  while (offset < message.length) {
    const start = offset;
    const tag = varint(message, offset);
    offset = tag.end;
    const wireType = Number(tag.value & 7n);
    const number = Number(tag.value >> 3n);
    if (number < 1 || number > 0x1fffffff) throw broken('a field has no valid number');
    let valueStart = offset;
    if (wireType === 0) offset = varint(message, offset).end;
    else if (wireType === 1) offset += 8;
    else if (wireType === 5) offset += 4;
    else if (wireType === 2) {
      const length = varint(message, offset);
      valueStart = length.end;
      // Compared as it is: a length of 2^63 must not become a small number.
      if (length.value > BigInt(message.length)) throw broken('a field ends behind the file');
      offset = valueStart + Number(length.value);
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

/** @throws MlError `invalid_model` when the bytes are no message, or one of a million parts */
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

function signedVarint(bytes: Uint8Array, offset: number): { value: bigint; end: number } {
  const { value, end } = varint(bytes, offset);
  return { value: BigInt.asIntN(64, value), end };
}

function varint(bytes: Uint8Array, start: number): { value: bigint; end: number } {
  let low = 0;
  // BigInt is slow, and nearly every varint is short.
  for (let length = 0; length < 4; length += 1) {
    const byte = bytes[start + length];
    if (byte === undefined) throw broken('the file ends in an integer');
    low += (byte & 0x7f) * 2 ** (7 * length);
    if (byte < 0x80) return { value: BigInt(low), end: start + length + 1 };
  }
  let value = BigInt(low);
  for (let length = 4; length < 10; length += 1) {
    const byte = bytes[start + length];
    if (byte === undefined) throw broken('the file ends in an integer');
    value |= BigInt(byte & 0x7f) << BigInt(7 * length);
    if (byte < 0x80) return { value: BigInt.asUintN(64, value), end: start + length + 1 };
  }
  throw broken('an integer has more than ten bytes');
}
