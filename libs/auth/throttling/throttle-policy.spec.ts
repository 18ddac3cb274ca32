import { describe, expect, it } from '@jest/globals';
import { accountPolicy, delaySecondsAfter } from './throttle-policy.js';

describe('the delay after failed attempts', () => {
  it('starts with the fifth failure, doubles and ends at a minute', () => {
    const delays = Array.from({ length: 14 }, (_, failures) => delaySecondsAfter(failures, accountPolicy));
    expect(delays).toEqual([0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
    expect(delaySecondsAfter(1_000_000, accountPolicy)).toBe(60);
  });

  it('leaves a patient guesser fewer tries by forgetting than by waiting', () => {
    const { freeFailures, forgetAfterSeconds, longestDelaySeconds } = accountPolicy;
    expect(freeFailures / forgetAfterSeconds).toBeLessThan(1 / longestDelaySeconds);
  });
});
