import { writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { type CheckLimits, outOfMemoryMark } from './check-process.js';

const { timeMs, residentBytes, parent } = workerData as CheckLimits & { readonly parent: number };
const lookIntervalMs = 50;
const startedAt = performance.now();

setInterval(() => {
  const isOverMemory = process.memoryUsage.rss() > residentBytes;
  if (isOverMemory) writeSync(2, outOfMemoryMark);
  // Nobody waits for the answer of an orphan, and nobody else would end it.
  const isOver = performance.now() - startedAt > timeMs || process.ppid !== parent;
  if (isOverMemory || isOver) process.kill(process.pid, 'SIGKILL');
}, lookIntervalMs);
