/** What was read, and whether there would have been more than the limit allows. */
export interface BoundedBody {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly isComplete: boolean;
}

/**
 * Reads a body up to `maximumBytes` and hangs up on the rest. The limit counts unpacked bytes, so a small packed
 * answer cannot grow beyond it either.
 */
export async function readBounded(response: Response, maximumBytes: number): Promise<BoundedBody> {
  if (response.body === null) return { bytes: new Uint8Array(0), isComplete: true };
  // Node's types leave the chunks of a response open; they are bytes by the standard of fetch.
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { bytes: concatenate(chunks, length), isComplete: true };
    if (length + value.length > maximumBytes) {
      chunks.push(value.subarray(0, maximumBytes - length));
      await reader.cancel().catch(() => undefined);
      return { bytes: concatenate(chunks, maximumBytes), isComplete: false };
    }
    chunks.push(value);
    length += value.length;
  }
}

function concatenate(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
