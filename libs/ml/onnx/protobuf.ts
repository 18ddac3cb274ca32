/**
 * Writes one protobuf message (https://protobuf.dev/programming-guides/encoding/). Fields appear in the order
 * of the calls and nothing is sorted or defaulted, so equal calls give equal bytes.
 */
export class ProtobufMessage {
  private readonly chunks: Uint8Array[] = [];
  private byteLength = 0;

  /** A varint field (int32, int64, enum). Negative numbers take ten bytes, as two's complement of 64 bits. */
  integer(field: number, value: number | bigint): this {
    return this.append(varint((field << 3) | 0)).append(varint(value));
  }

  /** A repeated varint field in its packed form, which every reader of protobuf takes as well. */
  packedIntegers(field: number, values: readonly number[] | Int32Array): this {
    const bytes = new Uint8Array(values.length * 10);
    let length = 0;
    for (const value of values) length = writeVarint(bytes, length, value);
    return this.bytes(field, bytes.slice(0, length));
  }

  string(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value));
  }

  bytes(field: number, value: Uint8Array): this {
    return this.append(varint((field << 3) | 2))
      .append(varint(value.length))
      .append(value);
  }

  message(field: number, message: ProtobufMessage): this {
    return this.bytes(field, message.finish());
  }

  /** Fields that were encoded elsewhere, as they stand. */
  raw(fields: Uint8Array): this {
    return this.append(fields);
  }

  finish(): Uint8Array {
    const result = new Uint8Array(this.byteLength);
    let offset = 0;
    for (const chunk of this.chunks) {
      result.set(chunk, offset);
      offset += chunk.length;
    }
    return result;
  }

  private append(chunk: Uint8Array): this {
    this.chunks.push(chunk);
    this.byteLength += chunk.length;
    return this;
  }
}

function varint(value: number | bigint): Uint8Array {
  const bytes = new Uint8Array(10);
  return bytes.slice(0, writeVarint(bytes, 0, value));
}

/** Returns the offset behind the varint. */
function writeVarint(bytes: Uint8Array, start: number, value: number | bigint): number {
  let offset = start;
  // Nearly all integers of a file are small, and BigInt is slow: a tree ensemble has a hundred thousand of them.
  if (typeof value === 'number' && value >= 0 && value <= 0x7fffffff) {
    let rest = value;
    for (; rest > 0x7f; rest >>>= 7) bytes[offset++] = (rest & 0x7f) | 0x80;
    bytes[offset++] = rest;
    return offset;
  }
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 0x7fn; rest >>= 7n) bytes[offset++] = Number(rest & 0x7fn) | 0x80;
  bytes[offset++] = Number(rest);
  return offset;
}
