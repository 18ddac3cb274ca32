import { describe, expect, it } from '@jest/globals';
import type { FeatureRow } from './onnx-session.js';
import { SharedRuns } from './shared-runs.js';

const rowsOf = (...values: number[]): FeatureRow[] => values.map((x) => ({ x }));

function doubling() {
  const sizes: number[] = [];
  const runs = new SharedRuns((rows) => {
    sizes.push(rows.length);
    if (rows.some((row) => row['x'] === -1)) return Promise.reject(new Error('the graph failed'));
    return Promise.resolve({ prediction: rows.map((row) => 2 * (row['x'] as number)) });
  });
  const ask = async (...values: number[]): Promise<number[]> => {
    const { outputs, offset } = await runs.add(rowsOf(...values));
    return values.map((_, i) => Number(outputs['prediction']![offset + i]));
  };
  return { ask, sizes };
}

describe('shared runs', () => {
  it('answer each caller its own rows from one run', async () => {
    const { ask, sizes } = doubling();
    expect(await Promise.all([ask(1), ask(2, 3), ask(4)])).toEqual([[2], [4, 6], [8]]);
    expect(sizes).toEqual([4]);
  });

  it('are bounded in rows, and no caller is split', async () => {
    const { ask, sizes } = doubling();
    const many = Array.from({ length: 700 }, (_, i) => i);
    const answers = await Promise.all([ask(...many), ask(...many), ask(1)]);
    expect(sizes).toEqual([700, 701]);
    expect(answers[2]).toEqual([2]);
  });

  it('tell every caller of a run that failed, and go on', async () => {
    const { ask } = doubling();
    const outcomes = await Promise.allSettled([ask(1), ask(-1)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await ask(5)).toEqual([10]);
  });
});
