import { describe, expect, it } from '@jest/globals';
import { codePointLength, cutToCodePoints } from './limits.js';

describe('lengths', () => {
  it('count code points', () => {
    expect(codePointLength('')).toBe(0);
    expect(codePointLength('aü🚲')).toBe(3);
    expect(codePointLength('\ud83d')).toBe(1);
  });

  it('cut between characters, never inside one', () => {
    expect(cutToCodePoints('🚲🚲🚲', 2)).toBe('🚲🚲');
    expect(cutToCodePoints('ab', 2)).toBe('ab');
    expect(cutToCodePoints('🚲', 1)).toBe('🚲');
    expect(cutToCodePoints('abc', 0)).toBe('');
  });
});
