import { type CheckInput, decodeParts, readyByte } from './check-process.js';
import type { CheckedFile, CheckMessage } from './checked-file.js';
import { refused } from './refused-file.js';

/** What adapting may add to a file, and the words about it. */
const additionalBytes = 16_000_000;

/** What the checking process sends, read as the words of a stranger: bounded, and checked before it is believed. */
export class CheckAnswer {
  private readonly chunks: Buffer[] = [];
  private length = 0;
  private readonly mostBytes: number;

  constructor(private readonly input: CheckInput) {
    this.mostBytes = 2 * input.file.length + 8 * input.answers + additionalBytes;
  }

  /** The process came as far as reading the file. */
  get isStarted(): boolean {
    return this.length > 0;
  }

  /** @returns false when more was sent than any check has to say */
  add(chunk: Buffer): boolean {
    this.length += chunk.length;
    if (this.length > this.mostBytes) return false;
    this.chunks.push(chunk);
    return true;
  }

  /**
   * Undefined: the process ended in the middle.
   * @throws DomainError `model_file_refused` when that is what it says
   */
  finish(): CheckedFile | undefined {
    const [message, onnx, answers] = this.parts();
    if (message === undefined) return undefined;
    const told = JSON.parse(Buffer.from(message).toString()) as CheckMessage;
    if (told.outcome === 'refused') throw refused(told.problems);
    if (told.outcome === 'failed') throw new Error(`The checking process failed: ${told.reason}`);
    if (onnx?.length !== told.onnxBytes || answers?.length !== 8 * this.input.answers) return undefined;
    // Copied: the parts lie within what was received, at places that numbers may not begin at.
    const own = new Uint8Array(answers);
    return { ...told.findings, onnx: new Uint8Array(onnx), answers: new Float64Array(own.buffer) };
  }

  private parts(): Uint8Array[] {
    const received = Buffer.concat(this.chunks);
    if (received[0] !== readyByte) return [];
    try {
      return decodeParts(received.subarray(1));
    } catch {
      return [];
    }
  }
}
