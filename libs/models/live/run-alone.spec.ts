import { describe, expect, it } from '@jest/globals';
import type { FeatureRow } from './onnx-session.js';
import { runAlone } from './run-alone.js';

describe('rows of a graph that minds company', () => {
  it('run one by one, and their answers stand in the order of the rows', async () => {
    const sizes: number[] = [];
    const session = {
      run: (rows: readonly FeatureRow[]) => {
        sizes.push(rows.length);
        return Promise.resolve({
          probability: Float64Array.of(rows[0]!['x'] as number),
          label: BigInt64Array.of(BigInt(rows.length)),
        });
      },
    };
    expect(await runAlone(session, [{ x: 3 }, { x: 1 }, { x: 2 }])).toEqual({
      probability: [3, 1, 2],
      label: [1n, 1n, 1n],
    });
    expect(sizes).toEqual([1, 1, 1]);
  });
});
