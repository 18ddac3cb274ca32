import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { folded } from './folded.js';
import { TextMatcher } from './text-matcher.js';

const values = ['Marié(e)', 'Divorcé(e)', 'Infra & Cloud', 'Cadre Commercial', 'Frequent'];
const matcher = new TextMatcher<string>([
  ...values.map((value) => [value, value] as const),
  ['Toujours', 'Frequent'],
]);

/** The same text in another case, with or without its accents, with blanks around and inside. */
const respelt = (value: string): fc.Arbitrary<string> =>
  fc
    .array(
      fc.record({
        upper: fc.boolean(),
        form: fc.constantFrom('NFC', 'NFD', 'bare'),
        blank: fc.constantFrom('', '', ' ', '\u00a0', '\t', '\u202f'),
      }),
      {
        minLength: value.length + 1,
        maxLength: value.length + 1,
      },
    )
    .map((choices) =>
      [...value, '']
        .map((letter, i) => {
          const { upper, form, blank } = choices[i]!;
          const cased = upper ? letter.toUpperCase() : letter.toLowerCase();
          return (
            blank +
            (form === 'bare' ? cased.normalize('NFD').replace(/[\u0300-\u036f]/g, '') : cased.normalize(form))
          );
        })
        .join(''),
    );

describe('a text', () => {
  it('means a value in any case, with or without accents and blanks', () => {
    fc.assert(
      fc.property(
        fc
          .constantFrom(...values, 'Toujours')
          .chain((value) => respelt(value).map((text) => ({ value, text }))),
        ({ value, text }) => {
          expect(matcher.match(text)).toBe(value === 'Toujours' ? 'Frequent' : value);
        },
      ),
    );
  });

  it('means nothing when it differs in anything else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (text) => {
        const expected = [...values, 'Toujours'].some((value) => folded(value) === folded(text));
        expect(matcher.match(text) !== undefined).toBe(expected);
      }),
    );
    for (const text of ['', ' ', 'Marié', 'Marié(es)', 'Cadre-Commercial', 'constructor', '__proto__'])
      expect(matcher.match(text)).toBeUndefined();
  });

  it('folds to what folds to itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 50 }), (text) => {
        expect(folded(folded(text)!)).toBe(folded(text));
      }),
    );
  });

  it('keeps the marks that make other letters', () => {
    expect(new TextMatcher([['が', 1]]).match('か')).toBeUndefined();
    expect(new TextMatcher([['ΟΔΌΣ', 1]]).match('οδός')).toBe(1);
    expect(new TextMatcher([['Straße', 1]]).match('STRASSE')).toBe(1);
  });

  it('must be said exactly where values differ in nothing else', () => {
    const cities = new TextMatcher([
      ['Paris', 'Paris'],
      ['PARIS', 'PARIS'],
      ['Lyon', 'Lyon'],
    ]);
    expect(cities.match('PARIS')).toBe('PARIS');
    expect(cities.match('Paris')).toBe('Paris');
    expect(cities.match('paris')).toBeUndefined();
    expect(cities.match('lyon')).toBe('Lyon');
  });

  it('is not compared when it is endless', () => {
    expect(matcher.match(' '.repeat(10_000_000) + 'Frequent')).toBeUndefined();
  });

  it('can mean false', () => {
    expect(new TextMatcher([['Non', false]]).match('non')).toBe(false);
  });
});
