import { describe, expect, it } from '@jest/globals';
import { generateApiKey, readApiKey } from './api-key-text.js';

describe('the text of an API key', () => {
  it('can be recognised, and holds more than 112 secret random bits', () => {
    const { key, prefix } = generateApiKey();
    expect(key).toMatch(/^vdt_[0-9A-Za-z]{36}$/);
    expect(key.startsWith(prefix)).toBe(true);
    const checksum = 6;
    expect((key.length - prefix.length - checksum) * Math.log2(62)).toBeGreaterThan(112);
  });

  it('is read back', () => {
    const issued = generateApiKey();
    expect(readApiKey(issued.key)).toEqual(issued);
  });

  it('is never the same twice', () => {
    expect(new Set(Array.from({ length: 1000 }, () => generateApiKey().prefix)).size).toBe(1000);
  });

  it('shows every single wrong character and every swap of neighbours', () => {
    const { key } = generateApiKey();
    for (let place = 4; place < key.length; place++) {
      const wrong = key[place] === 'x' ? 'y' : 'x';
      expect(readApiKey(key.slice(0, place) + wrong + key.slice(place + 1))).toBeNull();
      const next = key[place + 1];
      if (next === undefined || next === key[place]) continue;
      expect(readApiKey(key.slice(0, place) + next + key[place] + key.slice(place + 2))).toBeNull();
    }
  });

  it.each(['', 'vdt_', ' ', 'x'.repeat(100_000), `vdt_${'é'.repeat(36)}`])('is nothing else', (text) => {
    expect(readApiKey(text)).toBeNull();
  });
});
