import type { Hash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { DomainError } from '../errors/domain-error.js';

/** A sender that is silent for longer loses its upload: it holds what others wait for. */
const idleTimeoutMs = 30_000;

/** A file on its way in. Read once, chunk by chunk. */
export class FileUpload {
  /**
   * @param charset as the sender declares it
   * @param hash is given every byte that is read
   */
  constructor(
    private readonly stream: Readable,
    readonly charset?: string,
    private readonly hash?: Hash,
  ) {}

  /** Ending early leaves the connection open, so that the answer can still be sent. */
  async *chunks(): AsyncGenerator<Uint8Array> {
    const iterator = this.stream.iterator({ destroyOnReturn: false }) as AsyncIterator<Uint8Array>;
    try {
      for (;;) {
        const next = await this.withinIdleTimeout(iterator);
        if (next.done) return;
        this.hash?.update(next.value);
        yield next.value;
      }
    } finally {
      await iterator.return?.();
    }
  }

  /** Resolves when the sender has sent everything, or gave up. */
  async readRest(): Promise<void> {
    const chunks = this.chunks();
    while (!(await chunks.next()).done);
  }

  /** Reads and throws away what nobody wants: an unread body would block the connection. */
  discardRest(): void {
    this.stream.resume();
  }

  private async withinIdleTimeout(iterator: AsyncIterator<Uint8Array>): Promise<IteratorResult<Uint8Array>> {
    const timer = setTimeout(
      () => this.stream.destroy(new DomainError('request_timeout', 'The upload stood still for too long.')),
      idleTimeoutMs,
    );
    try {
      return await iterator.next();
    } catch (error) {
      throw error instanceof DomainError ? error : interrupted(error);
    } finally {
      clearTimeout(timer);
    }
  }
}

const connectionGone = new Set(['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'FST_MP_PREMATURE_CLOSE']);

function interrupted(cause: unknown): DomainError {
  return connectionGone.has(String((cause as { code?: unknown }).code))
    ? new DomainError('client_closed_request', 'The upload ended before the file was complete.', { cause })
    : new DomainError('malformed_request', 'The upload is not a well-formed multipart body.', { cause });
}
