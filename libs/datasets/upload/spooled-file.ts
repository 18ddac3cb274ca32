import { mkdtemp, open, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DomainError } from '#libs/platform';
import type { Delimiter } from '../csv/delimiters.js';
import type { CsvSource } from '../csv/open-csv.js';

const bytesPerRead = 256 * 1024;

/**
 * A file on disk that only this process can read, because it has to be read more than once. It has no name as soon as it
 * is open: whatever happens to the process, nothing stays behind.
 */
export class SpooledFile {
  private constructor(
    private readonly handle: FileHandle,
    private readonly folder: string,
    readonly size: number,
  ) {}

  /** @throws DomainError `payload_too_large` */
  static async of(chunks: AsyncIterable<Uint8Array>, maximumBytes: number): Promise<SpooledFile> {
    const folder = await mkdtemp(join(tmpdir(), 'veridict-upload-'));
    let handle: FileHandle | undefined;
    try {
      handle = await open(join(folder, 'file'), 'wx+', 0o600);
      await forget(folder);
      let size = 0;
      for await (const chunk of chunks) {
        size += chunk.length;
        if (size > maximumBytes) throw tooLarge(maximumBytes);
        await handle.writeFile(chunk);
      }
      return new SpooledFile(handle, folder, size);
    } catch (error) {
      await handle?.close();
      await forget(folder);
      throw error;
    }
  }

  /** The whole file, from its beginning; may be read several times, one after the other. */
  source(charset: string, delimiter: Delimiter): CsvSource {
    return { charset, delimiter, chunks: () => this.chunks(), discardRest: () => undefined };
  }

  async *chunks(): AsyncGenerator<Uint8Array> {
    for (let position = 0; position < this.size;) {
      const buffer = Buffer.allocUnsafe(bytesPerRead);
      const { bytesRead } = await this.handle.read(buffer, 0, bytesPerRead, position);
      if (bytesRead === 0) throw new Error('The spooled file is shorter than what was written into it');
      position += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  }

  async dispose(): Promise<void> {
    await this.handle.close();
    await forget(this.folder);
  }
}

/** Where a system keeps open files by their names (Windows), the file goes with `dispose`. */
async function forget(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true }).catch(() => undefined);
}

function tooLarge(maximumBytes: number): DomainError {
  return new DomainError(
    'payload_too_large',
    `The file is larger than ${maximumBytes / 1_000_000} MB; DATASET_MAX_MEGABYTES sets the limit.`,
    { members: { maximum_bytes: maximumBytes } },
  );
}
