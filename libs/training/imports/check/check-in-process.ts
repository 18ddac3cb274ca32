import { type ChildProcess, fork } from 'node:child_process';
import type { Readable } from 'node:stream';
import { CheckAnswer } from './check-answer.js';
import {
  type CheckInput,
  type CheckLimits,
  encodeParts,
  outOfMemoryMark,
  resultDescriptor,
} from './check-process.js';
import type { CheckedFile } from './checked-file.js';
import { refused } from './refused-file.js';

export interface CheckOptions {
  readonly limits?: CheckLimits;
  /** The built module that is run. */
  readonly program?: URL;
  /** Told about the process, for tests that end it. */
  readonly onStart?: (child: ChildProcess) => void;
}

/** Far more than any table model needs, and less than a small machine has. */
const defaultLimits: CheckLimits = { timeMs: 60_000, residentBytes: 2_000_000_000 };
const keptErrorCharacters = 4_000;

/**
 * Adapts, opens and tries a file in a process of its own, which nobody trusts: no environment, a limit of time and
 * memory, killed afterwards. Whatever the file does there, it ends as one of these.
 *
 * @throws DomainError `model_file_refused`; the signal's reason when aborted
 */
export async function checkInProcess(
  input: CheckInput,
  signal: AbortSignal,
  {
    limits = defaultLimits,
    program = new URL('./check-child.js', import.meta.url),
    onStart,
  }: CheckOptions = {},
): Promise<CheckedFile> {
  signal.throwIfAborted();
  const child = fork(program, [JSON.stringify(limits)], {
    env: {},
    execArgv: ['--max-old-space-size=1024'],
    stdio: ['pipe', 'ignore', 'pipe', 'ipc', 'pipe'],
  });
  const kill = (): boolean => child.kill('SIGKILL');
  signal.addEventListener('abort', kill, { once: true });
  let isLate = false;
  const timer = setTimeout(() => (isLate = kill()), limits.timeMs);
  try {
    onStart?.(child);
    const answer = new CheckAnswer(input);
    const errors = collectText(child.stderr!);
    (child.stdio[resultDescriptor] as Readable).on('data', (chunk: Buffer) => {
      if (!answer.add(chunk)) kill();
    });
    sendParts(child, [input.check, input.file]);
    const ended = await endOf(child);
    signal.throwIfAborted();
    const checked = answer.finish();
    if (checked) return checked;
    if (!answer.isStarted) throw new Error(`The checking process did not start (${ended}): ${errors.text}`);
    throw refused([{ field: 'file', detail: causeOf(ended, isLate, errors.text, limits) }]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', kill);
    kill();
  }
}

function sendParts(child: ChildProcess, parts: readonly Uint8Array[]): void {
  // It may end before it has read everything; how it ended says more.
  child.stdin!.on('error', () => undefined);
  for (const part of encodeParts(parts)) child.stdin!.write(part);
  child.stdin!.end();
}

/** After its pipes have been read to their ends. */
function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(signal ?? `code ${code}`));
  });
}

function causeOf(
  ended: string,
  isLate: boolean,
  errors: string,
  { timeMs, residentBytes }: CheckLimits,
): string {
  if (errors.includes(outOfMemoryMark))
    return `needs more than ${Math.round(residentBytes / 1e6)} MB of memory to be loaded and to answer our held-out rows`;
  if (isLate) return `takes longer than ${timeMs / 1000} s to be loaded and to answer our held-out rows`;
  return `makes ONNX Runtime crash (${ended})`;
}

function collectText(stream: Readable): { text: string } {
  const collected = { text: '' };
  stream.on('data', (chunk: Buffer) => {
    collected.text = (collected.text + chunk.toString()).slice(-keptErrorCharacters);
  });
  return collected;
}
