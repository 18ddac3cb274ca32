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
    expect(waitSecondsOf(header)).toBe(seconds);
  });

  it.each(['wait', 'wait=soon', 'wait=-1', 'wait=1.5'])('refuses %p', (header) => {
    expect(() => waitSecondsOf(header)).toThrow(expect.objectContaining({ code: 'validation_failed' }));
  });
});
