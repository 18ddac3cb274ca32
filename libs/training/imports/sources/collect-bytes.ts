import { DomainError } from '#libs/platform';

/**
 * All bytes of a file, counted while they come: a sender may announce less than it sends.
 *
 * @throws DomainError `payload_too_large`, naming the limit
 */
export async function collectBytes(
  chunks: AsyncIterable<Uint8Array>,
  maximumBytes: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const collected: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    signal.throwIfAborted();
    length += chunk.length;
    if (length > maximumBytes) throw tooLarge(maximumBytes);
    collected.push(chunk);
  }
  return Buffer.concat(collected, length);
}

export function tooLarge(maximumBytes: number): DomainError {
  return new DomainError(
    'payload_too_large',
    `The model file is larger than ${maximumBytes / 1_000_000} MB; IMPORT_MAX_MEGABYTES sets the limit.`,
    { members: { maximum_bytes: maximumBytes } },
  );
}
