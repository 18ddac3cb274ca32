/** `end` stands behind the last character, so that "something is missing" has a place too. */
export interface Token {
  readonly type: 'number' | 'name' | 'quoted_name' | 'text' | 'symbol' | 'end';
  /** As written; without quotes and with doubled quotes undone for `quoted_name` and `text`. */
  readonly text: string;
  /** Counted from 1, in characters (UTF-16 code units). */
  readonly position: number;
}

/** What is wrong at a place of an expression. */
export class SyntaxProblem extends Error {
  constructor(
    readonly position: number,
    readonly expected: string,
  ) {
    super(`at character ${position}: ${expected}`);
  }
}

const SPACE = /\s+/y;
const PATTERNS = [
  ['number', /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['name', /[\p{L}_][\p{L}\p{M}\p{N}_]*/uy],
  ['quoted_name', /"(?:[^"]|"")*"/y],
  ['text', /'(?:[^']|'')*'/y],
  ['symbol', /<=|>=|!=|[-+*/(),<>=]/y],
] as const;

/** Half a surrogate pair and NUL can stand in no UTF-8 text of PostgreSQL and in no ONNX string. */
const NOT_STORABLE = /[\p{Surrogate}\0]/u;

/** Splits an expression; the last token is `end`. Throws SyntaxProblem. */
export function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  for (;;) {
    offset += matchAt(SPACE, source, offset)?.length ?? 0;
    if (offset === source.length) break;
    const token = tokenAt(source, offset);
    tokens.push(token.token);
    offset += token.length;
  }
  return [...tokens, { type: 'end', text: '', position: source.length + 1 }];
}

function tokenAt(source: string, offset: number): { readonly token: Token; readonly length: number } {
  const position = offset + 1;
  for (const [type, pattern] of PATTERNS) {
    const match = matchAt(pattern, source, offset);
    if (match === undefined) continue;
    if (type === 'number') checkNumber(match, source, offset);
    if (NOT_STORABLE.test(match))
      throw new SyntaxProblem(position, 'holds a character that cannot be stored');
    return { token: { type, text: unquoted(type, match), position }, length: match.length };
  }
  if (source[offset] === '"') throw new SyntaxProblem(position, 'expected a closing " of the column name');
  if (source[offset] === "'") throw new SyntaxProblem(position, "expected a closing ' of the text");
  throw new SyntaxProblem(position, 'expected a number, a column, an operator or a parenthesis');
}

function checkNumber(match: string, source: string, offset: number): void {
  const after = offset + match.length;
  if (!Number.isFinite(Number(match))) {
    throw new SyntaxProblem(offset + 1, 'expected a number that a double can hold');
  }
  if (/[\p{L}\p{N}_.]/u.test(source.slice(after, after + 1))) {
    throw new SyntaxProblem(after + 1, 'expected an operator after the number (quote names that begin so)');
  }
}

function unquoted(type: Token['type'], match: string): string {
  if (type === 'quoted_name') return match.slice(1, -1).replaceAll('""', '"');
  if (type === 'text') return match.slice(1, -1).replaceAll("''", "'");
  return match;
}

function matchAt(pattern: RegExp, source: string, offset: number): string | undefined {
  pattern.lastIndex = offset;
  return pattern.exec(source)?.[0];
}
