import { MlError } from '../errors.js';

/** A field of a message: a varint, eight or four bytes as they stand, or a length-delimited part. */
export type ProtobufField =
  | { readonly number: number; readonly kind: 'integer'; readonly value: number }
  | { readonly number: number; readonly kind: 'bytes'; readonly value: Uint8Array };

/**
 * The fields of one protobuf message in their order (https://protobuf.dev/programming-guides/encoding/). Integers are
 * signed, of 64 bits. Floating-point fields are passed over, because none of ours is written as one.
 *
 * @throws MlError `invalid_model` when the bytes are no message, or hold an integer beyond 2^53.
 */
export function protobufFields(message: Uint8Array): ProtobufField[] {
  const fields: ProtobufField[] = [];
  const reader = new Reader(message);
  while (!reader.isAtEnd) {
    const tag = reader.integer();
    const number = Math.floor(tag / 8);
    if (number < 1) throw broken('a field has no number');
    switch (tag % 8) {
      case 0:
        fields.push({ number, kind: 'integer', value: reader.integer() });
        break;
      case 1:
        reader.bytes(8);
        break;
      case 2:
        fields.push({ number, kind: 'bytes', value: reader.bytes(reader.integer()) });
        break;
      case 5:
        reader.bytes(4);
        break;
      default:
        throw broken('a field has an unknown wire type');
    }
  }
  return fields;
}

/** The integers of a packed field. */
export function packedIntegers(bytes: Uint8Array): number[] {
  const integers: number[] = [];
  const reader = new Reader(bytes);
  while (!reader.isAtEnd) integers.push(reader.integer());
  return integers;
}

/** @throws MlError `invalid_model` when the bytes are not UTF-8. */
export function text(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw broken('a text is not UTF-8');
  }
}

export function broken(detail: string): MlError {
  return new MlError('invalid_model', [{ field: 'file', detail }]);
}

class Reader {
  private offset = 0;

  constructor(private readonly source: Uint8Array) {}

  get isAtEnd(): boolean {
    return this.offset >= this.source.length;
  }

  bytes(length: number): Uint8Array {
    if (length < 0 || this.offset + length > this.source.length) throw broken('a field ends behind the file');
    this.offset += length;
    return this.source.subarray(this.offset - length, this.offset);
  }

  integer(): number {
    let value = 0;
    for (let length = 1, scale = 1; length <= 7; length += 1, scale *= 128) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
    return this.longInteger(value);
  }

  /** From 2^49 on, and negative ones, which take ten bytes as two's complement. */
  private longInteger(low: number): number {
    let value = BigInt(low);
    for (let shift = 49n; shift < 70n; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return safe(BigInt.asIntN(64, value));
    }
    throw broken('an integer has more than ten bytes');
  }

  private byte(): number {
    const byte = this.source[this.offset];
    if (byte === undefined) throw broken('the file ends in an integer');
    this.offset += 1;
    return byte;
  }
}

function safe(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw broken('an integer is beyond 2^53');
  return number;
}
