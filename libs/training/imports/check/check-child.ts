import { readFileSync, writeFileSync, writeSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { deserialize } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { MlError } from '#libs/ml';
import { checkModelFile } from './check-model-file.js';
import { type CheckLimits, decodeParts, encodeParts, readyByte, resultDescriptor } from './check-process.js';
import type { CheckedFile, CheckMessage, FileCheck } from './checked-file.js';

// The body of the process that opens a file nobody trusts: the check comes in on standard input, one message goes out,
// then the process ends. Its environment is empty; it holds no credential and needs no network.
const limits = JSON.parse(process.argv[2]!) as CheckLimits;

// It watches from a thread of its own: native code that loops or eats memory never gives the main one back.
new Worker(new URL('./watchdog.js', import.meta.url), {
  workerData: { ...limits, parent: process.ppid },
}).unref();
process.on('disconnect', () => process.exit());
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
if (process.platform === 'linux') offerToOutOfMemoryKiller();
writeSync(resultDescriptor, Uint8Array.of(readyByte));

const [check, file] = decodeParts(readFileSync(0));
answer(await checked(file!, deserialize(check!) as FileCheck));
process.disconnect();

async function checked(file: Uint8Array, check: FileCheck): Promise<CheckedFile | CheckMessage> {
  try {
    return await checkModelFile(file, check);
  } catch (error) {
    if (error instanceof MlError) return { outcome: 'refused', problems: error.problems };
    return { outcome: 'failed', reason: error instanceof Error ? (error.stack ?? error.message) : 'unknown' };
  }
}

function answer(result: CheckedFile | CheckMessage): void {
  if ('outcome' in result) return send(result, []);
  const { onnx, answers, ...findings } = result;
  send({ outcome: 'accepted', findings, onnxBytes: onnx.length, answers: answers.length }, [
    onnx,
    new Uint8Array(answers.buffer, answers.byteOffset, answers.byteLength),
  ]);
}

function send(message: CheckMessage, parts: readonly Uint8Array[]): void {
  for (const part of encodeParts([Buffer.from(JSON.stringify(message)), ...parts]))
    for (let sent = 0; sent < part.length;) sent += writeSync(resultDescriptor, part, sent);
}

/** Should memory run out, this process goes first, not the one that serves. */
function offerToOutOfMemoryKiller(): void {
  try {
    writeFileSync('/proc/self/oom_score_adj', '1000');
  } catch {
    // Where that is forbidden the watchdog's own limit remains.
  }
}
