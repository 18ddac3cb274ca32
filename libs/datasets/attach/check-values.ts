/** What check constraints of a column say of its values. */
export interface CheckedValues {
  readonly allowedValues?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
}

/**
 * As far as PostgreSQL writes them in one of these forms: `CHECK ((x = ANY (ARRAY['a'::text, 'b'::text])))`,
 * `CHECK (((x >= 0) AND (x <= 10)))`. Nothing of a constraint that says more: half a rule would be a wrong one.
 *
 * @param definitions of constraints that concern this column alone
 */
export function checkedValues(column: string, definitions: readonly string[]): CheckedValues {
  const known = definitions.map((definition) => valuesOf(column, definition));
  const minima = known.flatMap(({ minimum }) => minimum ?? []);
  const maxima = known.flatMap(({ maximum }) => maximum ?? []);
  const listed = known.flatMap(({ allowedValues }) => (allowedValues ? [allowedValues] : []));
  return {
    ...(listed.length > 0
      ? { allowedValues: listed[0]!.filter((value) => listed.every((values) => values.includes(value))) }
      : {}),
    ...(minima.length > 0 ? { minimum: Math.max(...minima) } : {}),
    ...(maxima.length > 0 ? { maximum: Math.min(...maxima) } : {}),
  };
}

function valuesOf(column: string, definition: string): CheckedValues {
  const [check, ...tokens] = withoutCasts(tokensOf(definition)).filter(({ text }) => !/^[()]$/.test(text));
  if (check?.text !== 'CHECK') return {};
  return listOf(column, tokens) ?? boundsOf(column, tokens);
}

interface Token {
  readonly kind: 'text' | 'name' | 'number' | 'word' | 'sign';
  readonly text: string;
}

// A text with a backslash would begin with E; its letter alone is a word that no form has.
const tokenPattern =
  /'(?<text>(?:[^']|'')*)'|"(?<name>(?:[^"]|"")*)"|(?<number>\d+(?:\.\d+)?)|(?<word>[\p{L}_][\p{L}\p{N}_$]*)|(?<sign>::|>=|<=|<>|\S)/gu;

function tokensOf(definition: string): Token[] {
  return [...definition.matchAll(tokenPattern)].map(({ groups = {} }) => {
    const { text, name, number, word, sign } = groups;
    if (text !== undefined) return { kind: 'text', text: text.replaceAll("''", "'") };
    if (name !== undefined) return { kind: 'name', text: name.replaceAll('""', '"') };
    if (number !== undefined) return { kind: 'number', text: number };
    return word === undefined ? { kind: 'sign', text: sign! } : { kind: 'word', text: word };
  });
}

/** Without `::character varying(10)[]`, and the sign of a number put to it. */
function withoutCasts(tokens: readonly Token[]): Token[] {
  const kept: Token[] = [];
  for (let place = 0; place < tokens.length; place++) {
    const token = tokens[place]!;
    if (token.text === '::' && token.kind === 'sign') {
      while (isTypeName(tokens[place + 1])) place++;
      if (tokens[place + 1]?.text === '(' && tokens[place + 2]?.kind === 'number') place += 3;
      if (tokens[place + 1]?.text === '[' && tokens[place + 2]?.text === ']') place += 2;
    } else if (token.kind === 'sign' && token.text === '-' && tokens[place + 1]?.kind === 'number') {
      place++;
      kept.push({ kind: 'number', text: `-${tokens[place]!.text}` });
    } else kept.push(token);
  }
  return kept;
}

const isTypeName = (token: Token | undefined): boolean =>
  token?.kind === 'name' || (token?.kind === 'word' && !/^(?:AND|OR|NOT|IS)$/.test(token.text));

function listOf(column: string, tokens: readonly Token[]): CheckedValues | undefined {
  const [name, equal, any, array, open, ...rest] = tokens;
  const begins = [equal, any, array, open].map((token) => token?.text).join(' ') === '= ANY ARRAY [';
  if (!isColumn(name, column) || !begins || rest.pop()?.text !== ']') return undefined;
  const fits = rest.every(({ kind, text }, place) => (place % 2 === 0 ? kind === 'text' : text === ','));
  return fits && rest.length % 2 === 1
    ? { allowedValues: rest.filter((_, place) => place % 2 === 0).map(({ text }) => text) }
    : undefined;
}

function boundsOf(column: string, tokens: readonly Token[]): CheckedValues {
  const minima: number[] = [];
  const maxima: number[] = [];
  for (let place = 0; place < tokens.length; place += 4) {
    const [name, sign, limit, and] = tokens.slice(place, place + 4);
    // PostgreSQL writes a number of another type as a text: '10'::numeric.
    const value = limit?.kind === 'number' || limit?.kind === 'text' ? Number(limit.text || NaN) : NaN;
    if (!isColumn(name, column) || !Number.isFinite(value) || (and && and.text !== 'AND')) return {};
    if (sign?.text === '>=') minima.push(value);
    else if (sign?.text === '<=') maxima.push(value);
    else return {};
  }
  return {
    ...(minima.length > 0 ? { minimum: Math.max(...minima) } : {}),
    ...(maxima.length > 0 ? { maximum: Math.min(...maxima) } : {}),
  };
}

const isColumn = (token: Token | undefined, column: string): boolean =>
  (token?.kind === 'name' || token?.kind === 'word') && token.text === column;
