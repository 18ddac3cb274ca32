import { hash } from 'node:crypto';
import type { Answer } from '#libs/models';
import { type BatchResult, probabilitiesOf } from './batch-result.js';

export const emptyContentHash = '0'.repeat(64);

const hashBytes = 32;

/**
 * SHA-256 chained over the results of a batch in their order: each hash is taken of the one before and the bytes of
 * the next result. Begins with 32 zero bytes. The bytes do not depend on how numbers are written, so that anybody can
 * make them from the export; docs/batch-predictions.md describes them, and must change with this.
 */
export class ContentHash {
  private bytes = Buffer.alloc(1024);
  private length = 0;

  /**
   * @param hex where an earlier attempt has come to
   * @param classes the version's, in their order
   */
  constructor(
    hex: string,
    private readonly classes: readonly string[] | null,
  ) {
    this.bytes.write(hex, 'hex');
  }

  get hex(): string {
    return this.bytes.toString('hex', 0, hashBytes);
  }

  add(result: BatchResult): void {
    this.length = hashBytes;
    this.text(result.rowIdentifier);
    if (result.answer) this.answer(result.answer);
    else {
      this.byte(0);
      this.count(result.problems.length);
      for (const { field, detail } of result.problems) {
        this.text(field);
        this.text(detail);
      }
    }
    hash('sha256', this.bytes.subarray(0, this.length), 'buffer').copy(this.bytes);
  }

  private answer(answer: Answer): void {
    const { prediction, probability, interval, label } = answer;
    const numbers = [prediction];
    if (probability !== undefined) numbers.push(probability);
    if (interval) numbers.push(interval.lower, interval.upper);
    numbers.push(...probabilitiesOf(answer, this.classes));
    this.byte(1);
    this.count(numbers.length);
    for (const number of numbers) {
      this.reserve(8);
      // The table holds no negative zero, since JavaScript writes it as 0: adding zero takes the sign away.
      this.length = this.bytes.writeDoubleBE(number + 0, this.length);
    }
    this.text(label ?? '');
  }

  private text(text: string): void {
    const size = Buffer.byteLength(text);
    this.count(size);
    this.reserve(size);
    this.length += this.bytes.write(text, this.length);
  }

  private count(count: number): void {
    this.reserve(4);
    this.length = this.bytes.writeUInt32BE(count, this.length);
  }

  private byte(byte: number): void {
    this.reserve(1);
    this.length = this.bytes.writeUInt8(byte, this.length);
  }

  private reserve(size: number): void {
    if (this.length + size <= this.bytes.length) return;
    const larger = Buffer.alloc(2 * (this.length + size));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }
}
