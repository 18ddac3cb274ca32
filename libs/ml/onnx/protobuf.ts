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
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}
