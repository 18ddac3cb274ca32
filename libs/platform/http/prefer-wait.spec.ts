import { describe, expect, it } from '@jest/globals';
import { waitSecondsOf } from './prefer-wait.js';

describe('Prefer', () => {
  it.each([
    [undefined, 30],
    ['wait=5', 5],
    ['handling=lenient, wait=7', 7],
    ['WAIT="9"', 9],
    ['respond-async, wait=10', 0],
    ['wait=0', 0],
    ['wait=100000', 300],
    ['return=minimal', 30],
    ['waiting=5', 30],
  ])('%p waits %d s', (header, seconds) => {
    expect(waitSecondsOf(header, 30)).toBe(seconds);
  });

  it('leaves to the route what silence means', () => {
    expect(waitSecondsOf(undefined, 0)).toBe(0);
  });

  it.each(['wait', 'wait=soon', 'wait=-1', 'wait=1.5'])('refuses %p', (header) => {
    expect(() => waitSecondsOf(header, 30)).toThrow(expect.objectContaining({ code: 'validation_failed' }));
  });
});
