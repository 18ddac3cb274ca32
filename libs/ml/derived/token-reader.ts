import { SyntaxProblem, tokensOf, type Token } from './tokens.js';

/** Parentheses, calls, minus signs and `not` inside one another. */
const MOST_LEVELS = 50;

/** Goes through the tokens of an expression once, from left to right. */
export class TokenReader {
  private readonly tokens: readonly Token[];
  private index = 0;
  private level = 0;

  /** Throws SyntaxProblem where no token can be read. */
  constructor(source: string) {
    this.tokens = tokensOf(source);
  }

  get next(): Token {
    return this.tokens[this.index] ?? { type: 'end', text: '', position: 1 };
  }

  skip(): void {
    this.index += 1;
  }

  takeName(name: string): boolean {
    const found = this.next.type === 'name' && this.next.text === name;
    if (found) this.skip();
    return found;
  }

  takeSymbol(...symbols: readonly string[]): boolean {
    const found = this.next.type === 'symbol' && symbols.includes(this.next.text);
    if (found) this.skip();
    return found;
  }

  demand(symbol: string, expected: string): void {
    if (!this.takeSymbol(symbol)) this.refuse(expected);
  }

  refuse(expected: string): never {
    const { text, type, position } = this.next;
    throw new SyntaxProblem(
      position,
      type === 'end' ? `${expected}, found the end` : `${expected}, found ${text}`,
    );
  }

  /** What is read inside something else: its recursion must end before the stack does. */
  deeper<T>(read: () => T): T {
    this.level += 1;
    if (this.level > MOST_LEVELS) this.refuse(`expected at most ${MOST_LEVELS} levels of nesting`);
    const result = read();
    this.level -= 1;
    return result;
  }
}
