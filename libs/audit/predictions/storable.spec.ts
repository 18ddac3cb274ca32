import { describe, expect, it } from '@jest/globals';
import { isStorable, storableText } from './storable.js';

describe('isStorable', () => {
  it.each([null, true, 0, -1.5, 1.7976931348623157e308, '', 'l’élève 😀', [1, 'a', null], { a: { b: [] } }])(
    'accepts %j',
    (value) => {
      expect(isStorable(value)).toBe(true);
    },
  );

  it.each([
    ['a NUL character', '\0'],
    ['an unpaired surrogate', '\udc00'],
    ['such text deep inside', { a: [{ b: 'x\0' }] }],
    ['such text as a name', { 'a\0': 1 }],
    ['NaN', Number.NaN],
    ['an infinity', -Infinity],
    ['undefined', { a: undefined }],
    ['a bigint', 1n],
  ])('refuses %s', (_name, value) => {
    expect(isStorable(value)).toBe(false);
  });
});

describe('storableText', () => {
  it('replaces what cannot be stored and leaves the rest', () => {
    expect(storableText('a\0b\ud800c😀')).toBe('a\ufffdb\ufffdc😀');
  });
});
