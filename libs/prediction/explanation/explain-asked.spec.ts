import { describe, expect, it } from '@jest/globals';
import { explainAsked } from './explain-asked.js';

const query = (text: string): never => Object.fromEntries(new URLSearchParams(text)) as never;

describe('explain', () => {
  it.each([
    ['', false],
    ['explain=false', false],
    ['explain=true', true],
  ])('%j means %s', (text, asked) => expect(explainAsked(query(text))).toBe(asked));

  it.each([
    ['explain=1', ['/explain']],
    ['explain=', ['/explain']],
    ['explain=true&explian=true', ['/explian']],
  ])('refuses %j', (text, pointers) => {
    const refused = (): boolean => explainAsked(query(text));
    expect(refused).toThrow(
      expect.objectContaining({ problems: pointers.map((pointer) => expect.objectContaining({ pointer })) }),
    );
  });

  it('refuses a name that is given twice', () => {
    expect(() => explainAsked({ explain: ['true', 'true'] } as never)).toThrow();
  });
});
