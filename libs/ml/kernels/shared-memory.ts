import { MlError } from '../errors.js';

const PAGE = 65_536;
const MOST_PAGES = 65_536;
/** What the kernels' own constants may take up at the start. */
const RESERVED = 65_536;
/** A cache line, so that threads do not write to the same one by accident. */
const ALIGNMENT = 64;

/** Memory that the kernels of all threads work on; it is given out from front to back and freed as a whole. */
export class SharedMemory {
  readonly memory = new WebAssembly.Memory({ initial: 2, maximum: MOST_PAGES, shared: true });
  #used = RESERVED;
  #pages = 2;

  /**
   * Zeroed bytes at a multiple of 64.
   *
   * @returns the address
   * @throws MlError `invalid_table` when the table needs more than the 4 GiB that the kernels can address
   */
  allocate(bytes: number): number {
    const address = this.#used;
    const end = Math.ceil((address + bytes) / ALIGNMENT) * ALIGNMENT;
    const pages = Math.ceil(end / PAGE);
    if (pages > this.#pages) this.#grow(pages);
    this.#used = end;
    return address;
  }

  bytes(address: number, length: number): Uint8Array {
    return new Uint8Array(this.memory.buffer, address, length);
  }

  integers(address: number, length: number): Int32Array {
    return new Int32Array(this.memory.buffer, address, length);
  }

  unsigned(address: number, length: number): Uint32Array {
    return new Uint32Array(this.memory.buffer, address, length);
  }

  doubles(address: number, length: number): Float64Array {
    return new Float64Array(this.memory.buffer, address, length);
  }

  #grow(pages: number): void {
    if (pages <= MOST_PAGES) {
      this.memory.grow(pages - this.#pages);
      this.#pages = pages;
      return;
    }
    throw new MlError('invalid_table', [
      { field: 'table', detail: 'needs more than 4 GiB of memory to train on: train on a part of the rows' },
    ]);
  }
}
