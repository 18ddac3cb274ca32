/**
 * MurmurHash3_x86_32 of bytes, as an unsigned 32-bit integer (Austin Appleby, public domain, smhasher's
 * MurmurHash3.cpp). Chosen because it spreads consecutive identifiers evenly and any language has it; it is no
 * defence against chosen identifiers.
 */
export function murmur3(bytes: Uint8Array, seed: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const blockEnd = bytes.length - (bytes.length % 4);
  let hash = seed;
  for (let offset = 0; offset < blockEnd; offset += 4) {
    hash ^= scrambled(view.getUint32(offset, true));
    hash = Math.imul(rotatedLeft(hash, 13), 5) + 0xe6546b64;
  }
  let tail = 0;
  for (let offset = bytes.length - 1; offset >= blockEnd; offset -= 1)
    tail = (tail << 8) | (bytes[offset] ?? 0);
  hash ^= scrambled(tail);
  hash ^= bytes.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function scrambled(block: number): number {
  return Math.imul(rotatedLeft(Math.imul(block, 0xcc9e2d51), 15), 0x1b873593);
}

function rotatedLeft(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
