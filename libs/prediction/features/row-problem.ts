import type { ErrorObject } from 'ajv';

const typeNames: Readonly<Record<string, string>> = {
  number: 'a number',
  integer: 'a whole number',
  string: 'a text',
  boolean: 'true or false',
  object: 'an object',
  null: 'null',
};

/** What one value of a row must be, in words that hold nothing of it. */
export function valueProblem(error: ErrorObject, booleanTexts: readonly string[] | undefined): string {
  const params = error.params as Record<string, unknown>;
  switch (error.keyword) {
    case 'type':
      return typeProblem([params['type'] as string | string[]].flat(), error.data, booleanTexts);
    case 'enum':
      return `must be one of ${quoted(params['allowedValues'] as unknown[])}`;
    case 'format':
      return 'must be a day of the calendar, as 2026-11-21';
    case 'maxLength':
      return `must have at most ${String(params['limit'])} characters`;
    case 'pattern':
      return 'must be a text without NUL and without unpaired surrogates';
    case 'minimum':
      return `must be at least ${String(params['limit'])}`;
    case 'maximum':
      return `must be at most ${String(params['limit'])}`;
    default:
      return error.message ?? 'is not valid';
  }
}

function typeProblem(
  types: readonly string[],
  value: unknown,
  booleanTexts: readonly string[] | undefined,
): string {
  const expected = `must be ${types.map((type) => typeNames[type]).join(' or ')}`;
  if (typeof value !== 'string') return expected;
  if (types.includes('number') || types.includes('integer'))
    return `${expected}; a number sent as text is not taken`;
  return types.includes('boolean') && booleanTexts
    ? `${expected}, or one of ${quoted(booleanTexts)}`
    : expected;
}

function quoted(values: readonly unknown[]): string {
  return values.map((value) => JSON.stringify(value)).join(', ');
}
