import { describe, expect, it } from '@jest/globals';
import { MicroBatch } from './micro-batch.js';

describe('a shared read', () => {
  /** Reads wait until the test lets them answer. */
  const gathered = () => {
    const reads: {
      keys: string[];
      answer(values: Record<string, string>): void;
      fail(error: Error): void;
    }[] = [];
    const batch = new MicroBatch<string>(
      (keys) =>
        new Promise((resolve, reject) => {
          reads.push({ keys, answer: (values) => resolve(new Map(Object.entries(values))), fail: reject });
        }),
    );
    return { reads, batch };
  };
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

  it('answers everybody who asked in the same turn', async () => {
    const { reads, batch } = gathered();
    const answers = Promise.all([batch.load('a'), batch.load('b'), batch.load('a'), batch.load('c')]);
    await turn();
    expect(reads.map(({ keys }) => keys)).toEqual([['a', 'b', 'c']]);
    reads[0]!.answer({ a: 'A', b: 'B' });
    expect(await answers).toEqual(['A', 'B', 'A', undefined]);
  });

  it('never answers a question that came after it was sent', async () => {
    const { reads, batch } = gathered();
    const early = batch.load('a');
    await turn();
    const late = batch.load('a');
    await turn();
    expect(reads).toHaveLength(1);
    reads[0]!.answer({ a: 'before' });
    expect(await early).toBe('before');
    await turn();
    reads[1]!.answer({ a: 'after' });
    expect(await late).toBe('after');
  });

  it('gathers everybody who asks while a read is away into the next one', async () => {
    const { reads, batch } = gathered();
    const first = batch.load('a');
    await turn();
    const others = ['b', 'c', 'b'].map((key) => batch.load(key));
    reads[0]!.answer({ a: 'A' });
    await first;
    await turn();
    expect(reads[1]!.keys).toEqual(['b', 'c']);
    reads[1]!.answer({ b: 'B', c: 'C' });
    expect(await Promise.all(others)).toEqual(['B', 'C', 'B']);
  });

  it('tells everybody who waited for it that it failed, and goes on with the next', async () => {
    const { reads, batch } = gathered();
    const failed = Promise.allSettled([batch.load('a'), batch.load('b')]);
    await turn();
    reads[0]!.fail(new Error('away'));
    expect((await failed).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const next = batch.load('a');
    await turn();
    reads[1]!.answer({ a: 'A' });
    expect(await next).toBe('A');
  });
});
