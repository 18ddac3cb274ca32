import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { commonWords } from './common-words.js';
import { maximumPasswordLength, normalisePassword, passwordProblem } from './password-rules.js';

const email = 'grace.hopper@navy-yard.example';
const problem = (password: string): string | null => passwordProblem(password, email);

describe('the rules for passwords', () => {
  it('want fifteen characters', () => {
    expect(problem('kvtzwpqmrxhbne')).toBe('must have at least 15 characters');
    expect(problem('kvtzwpqmrxhbnes')).toBeNull();
  });

  it('ask for no digits, capitals or signs', () => {
    expect(problem('marmot teacup violin')).toBeNull();
    expect(problem('marmotteacupviolin')).toBeNull();
  });

  it.each([64, 200, maximumPasswordLength])('take %i characters', (length) => {
    const text = 'Wq7 marmot Übung 漢 teacup violin '.repeat(10).slice(0, length - 10) + 'zebra&gnu9';
    expect([...text]).toHaveLength(length);
    expect(problem(text)).toBeNull();
  });

  it('name the longest length', () => {
    expect(problem('x7Kq'.repeat(65))).toBe('must have at most 256 characters');
  });

  it('count an emoji as one character', () => {
    expect(problem('🦊🐙🦉🐝🌵🍋🎻🧭🪁🧶🪐🛶🧊🎠')).toBe('must have at least 15 characters');
    expect(problem('🦊🐙🦉🐝🌵🍋🎻🧭🪁🧶🪐🛶🧊🎠🥁')).toBeNull();
  });

  it('keep leading and trailing spaces, and letter case', () => {
    expect(normalisePassword('  Marmot ')).toBe('  Marmot ');
  });

  it('take a composed and a decomposed accent for the same letter', () => {
    expect(normalisePassword('re\u0301sume\u0301')).toBe(normalisePassword('r\u00e9sum\u00e9'));
  });

  it('refuse half a character, which has no bytes of its own', () => {
    expect(problem('marmot teacup violin \ud800')).toBe('must be well-formed Unicode text');
  });

  it.each([
    ['Veridict2026Veridict', 'the name of this service or your own e-mail address'],
    [email, 'the name of this service or your own e-mail address'],
    ['GraceHopper2026!!', 'the name of this service or your own e-mail address'],
    ['aaaaaaaaaaaaaaaa', 'a repeated piece'],
    ['x7Kq'.repeat(5), 'a repeated piece'],
    ['abcdefghijklmnop', 'repeated or consecutive characters'],
    ['987654321098765', 'repeated or consecutive characters'],
    ['qwertyuiopasdfgh', 'a keyboard walk'],
    ['azertyuiopqsdfgh', 'a keyboard walk'],
    ['poiuytrewqlkjhgf', 'a keyboard walk'],
    ['1qaz2wsx3edc4rfv', 'a keyboard walk'],
    ['passwordpassword', 'a repeated piece'],
    ['PasswordWelcome1', 'common words'],
    ['P@ssw0rdW3lcome!', 'common words'],
    ['motdepasse-soleil-2024', 'common words'],
    ['correcthorsebatterystaple', 'common words'],
    ['LetMeIn-Summer-2025', 'common words'],
    ['admin@veridict.local', 'the name of this service or your own e-mail address'],
  ])('refuse %s and say why', (password, reason) => {
    expect(problem(password)).toMatch(
      /^is too easy to guess: apart from .* it holds fewer than 5 characters$/,
    );
    expect(problem(password)).toContain(reason);
  });

  it('take a passphrase that holds a common word among others', () => {
    expect(problem('nine lanterns over a quiet harbour')).toBeNull();
    expect(problem('my password drawer squeaks')).toBeNull();
  });

  it('refuse any two common words, however they are joined', () => {
    const word = fc.constantFrom(...commonWords);
    fc.assert(
      fc.property(word, word, fc.constantFrom('', '-', '_', '!', '1', '123', '2026'), (one, two, joint) => {
        const password = `${one}${joint}${two}`;
        fc.pre(password.length >= 15);
        expect(problem(password)).not.toBeNull();
      }),
    );
  });

  it('take what a password manager makes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 15, maxLength: 15 }), (bytes) => {
        fc.pre(new Set(bytes).size > 12);
        expect(problem(Buffer.from(bytes).toString('base64'))).toBeNull();
      }),
      { numRuns: 2000 },
    );
  });

  it('never repeat the password, and answer for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (password) => {
        const answer = problem(password);
        if (password.length > 3 && answer !== null) expect(answer).not.toContain(password);
      }),
    );
  });
});
