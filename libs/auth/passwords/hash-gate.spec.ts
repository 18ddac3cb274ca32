import { describe, expect, it } from '@jest/globals';
import { DomainError } from '#libs/platform';
import { HashGate } from './hash-gate.js';

describe('the gate before password hashing', () => {
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('lets two pass at a time, in the order of their arrival', async () => {
    const gate = new HashGate();
    let running = 0;
    let most = 0;
    const finished: number[] = [];
    await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        gate.run(async () => {
          most = Math.max(most, ++running);
          await turn();
          running--;
          finished.push(index);
        }),
      ),
    );
    expect(most).toBe(2);
    expect(finished).toEqual(Array.from({ length: 50 }, (_, index) => index));
  });

  it('refuses the surplus of 500 at once, with a time to come back', async () => {
    const gate = new HashGate();
    const results = await Promise.allSettled(Array.from({ length: 500 }, () => gate.run(turn)));
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused).toHaveLength(500 - 62);
    for (const { reason } of refused) {
      expect(reason).toBeInstanceOf(DomainError);
      expect((reason as DomainError).code).toBe('overloaded');
      expect((reason as DomainError).retryAfterSeconds).toBeGreaterThanOrEqual(1);
    }
  });

  it('gives the place back when the work fails', async () => {
    const gate = new HashGate();
    const failures = await Promise.allSettled(
      Array.from({ length: 10 }, () => gate.run(() => Promise.reject(new Error('broken')))),
    );
    expect(failures.every(({ status }) => status === 'rejected')).toBe(true);
    await expect(gate.run(() => Promise.resolve('works'))).resolves.toBe('works');
    expect(gate.waiting).toBe(0);
  });
});
