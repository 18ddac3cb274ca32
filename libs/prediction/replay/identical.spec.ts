import { describe, expect, it } from '@jest/globals';
import { isIdentical } from './identical.js';

describe('two answers', () => {
  const answer = { prediction: 1, label: 'b', probabilities: { a: 0.1, b: 0.9 } };

  it('are identical whatever the order of their names, as jsonb does not keep it', () => {
    expect(isIdentical(answer, { probabilities: { b: 0.9, a: 0.1 }, label: 'b', prediction: 1 })).toBe(true);
  });

  it('differ by the last bit of a number, by a name and by depth', () => {
    const shifted = 0.9 + 2 ** -53;
    expect(shifted).not.toBe(0.9);
    for (const other of [
      { ...answer, probabilities: { a: 0.1, b: shifted } },
      { ...answer, interval: { lower: 0, upper: 1, coverage: 0.9 } },
      { prediction: 1, label: 'b' },
      { ...answer, probabilities: null },
      { ...answer, prediction: '1' },
      null,
    ]) {
      expect(isIdentical(answer, other)).toBe(false);
      expect(isIdentical(other, answer)).toBe(false);
    }
  });
});
