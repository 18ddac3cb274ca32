import { describe, expect, it } from '@jest/globals';
import { kernelsBase64 } from '../gbdt/kernels.generated.js';
import { compileKernels } from './compile.js';
import { KernelTeam } from './kernel-team.js';
import { SharedMemory } from './shared-memory.js';
import {
  FROM,
  PACKED_SUMS,
  PARAMETER_BYTES,
  PACKED,
  BLOCK_RESULTS,
  ROW_BLOCK,
  ROWS,
  TO,
} from '../gbdt/layout.js';
import { KernelParameters } from '../gbdt/kernel-parameters.js';

const module = compileKernels(kernelsBase64);

/** A team whose tasks each sum a block of ones and write down the sum. */
function summingTeam(threads: number, tasks: number): { team: KernelTeam; results: Float64Array } {
  const memory = new SharedMemory();
  const team = new KernelTeam(module, memory, PARAMETER_BYTES, threads);
  const parameters = new KernelParameters(team);
  const rowCount = tasks * ROW_BLOCK;
  const rows = memory.allocate(4 * rowCount);
  const packed = memory.allocate(8 * rowCount);
  const results = memory.allocate(32 * tasks);
  memory.unsigned(rows, rowCount).forEach((_, row, all) => (all[row] = row));
  memory.integers(packed, 2 * rowCount).fill(1);
  parameters.setAddress(ROWS, rows);
  parameters.setAddress(PACKED, packed);
  parameters.setAddress(BLOCK_RESULTS, results);
  parameters.setInteger(FROM, 0);
  parameters.setInteger(TO, rowCount);
  return { team, results: memory.doubles(results, 4 * tasks) };
}

describe('a team of threads', () => {
  it.each([1, 2, 4])('of %d does every task of every job', async (threads) => {
    const { team, results } = summingTeam(threads, 12);
    try {
      for (let job = 0; job < 200; job += 1) {
        results.fill(-1);
        team.run(PACKED_SUMS, 12);
        // With no bits for the hessian, the sum is that of the words of 2^32 + 1.
        for (let task = 0; task < 12; task += 1) expect(results[4 * task]).toBe(ROW_BLOCK * (2 ** 32 + 1));
        if (job % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 10));
      }
    } finally {
      team.stop();
    }
  });

  it('needs nobody: its first job is done before any helper can have come up', () => {
    const { team, results } = summingTeam(4, 3);
    team.run(PACKED_SUMS, 3);
    expect(results[8]).toBe(ROW_BLOCK * (2 ** 32 + 1));
    team.stop();
  });
});

describe('shared memory', () => {
  it('gives out zeroed places that do not overlap, each on its own cache line', () => {
    const memory = new SharedMemory();
    const first = memory.allocate(100);
    const second = memory.allocate(1_000_000);
    const third = memory.allocate(8);
    expect([first % 64, second % 64, third % 64]).toEqual([0, 0, 0]);
    expect(second).toBeGreaterThanOrEqual(first + 100);
    expect(third).toBeGreaterThanOrEqual(second + 1_000_000);
    memory.bytes(first, 100).fill(1);
    expect(memory.bytes(second, 1_000_000).every((byte) => byte === 0)).toBe(true);
  });

  it('says so when a table does not fit', () => {
    expect(() => new SharedMemory().allocate(2 ** 33)).toThrow('needs more than 4 GiB of memory');
  });
});
