/** What the process that checks a file may use. */
export interface CheckLimits {
  readonly timeMs: number;
  /** Of physical memory, the runtime's own hundred megabytes included. */
  readonly residentBytes: number;
}

/** What the process that checks a file is given. */
export interface CheckInput {
  readonly file: Uint8Array;
  /** A `FileCheck`, serialised by node:v8. */
  readonly check: Uint8Array;
  /** How many answers the check asks for. */
  readonly answers: number;
}

/** Standard error is the runtime's; answers have a pipe of their own. */
export const resultDescriptor = 4;
/** Sent once the process has started: what ends it later is the file's doing. */
export const readyByte = 0x52;
export const outOfMemoryMark = 'veridict: the check needs too much memory\n';

/** Each part after its length, eight bytes: plain bytes, because whoever answers may have been taken over. */
export function encodeParts(parts: readonly Uint8Array[]): Uint8Array[] {
  return parts.flatMap((part) => {
    const length = new Uint8Array(8);
    new DataView(length.buffer).setBigUint64(0, BigInt(part.length), true);
    return [length, part];
  });
}

/** @throws Error when the bytes end within a part */
export function decodeParts(bytes: Uint8Array): Uint8Array[] {
  const parts: Uint8Array[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let offset = 0; offset < bytes.length;) {
    if (offset + 8 > bytes.length) throw new Error('The message ends in a length');
    const end = offset + 8 + Number(view.getBigUint64(offset, true));
    if (end > bytes.length) throw new Error('The message ends in a part');
    parts.push(bytes.subarray(offset + 8, end));
    offset = end;
  }
  return parts;
}
