const PAGE_BYTES = 2 ** 16;
const MAXIMUM_PAGES = 2 ** 16;

/** Hands out addresses one after the other, each a multiple of a vector's 16 bytes, before the memory is made. */
export class Arena {
  /** The kernels' own constants, tables of exp and log, stand in the first page (`constantsEnd` says how far). */
  private end = PAGE_BYTES;

  /** @returns the address of `byteLength` bytes */
  reserve(byteLength: number): number {
    const address = this.end;
    this.end += Math.ceil(byteLength / 16) * 16;
    return address;
  }

  /** What a WebAssembly memory can hold: 4 GiB. */
  get fits(): boolean {
    return this.end <= MAXIMUM_PAGES * PAGE_BYTES;
  }

  get byteLength(): number {
    return this.end;
  }

  /** Zeros, everything that was reserved. */
  createMemory(): WebAssembly.Memory {
    const pages = Math.ceil(this.end / PAGE_BYTES);
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  }
}
