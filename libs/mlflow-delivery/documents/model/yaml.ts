/** What MLflow's files consist of. Undefined members are left out. */
export type YamlValue =
  string | number | boolean | null | readonly YamlValue[] | { readonly [key: string]: YamlValue | undefined };

/**
 * A document in block style with every text quoted, so that no value is taken for another type (`no`, `1e3`, `2026-01-01`)
 * by readers of YAML 1.1, PyYAML among them, or of 1.2.
 */
export function yaml(value: YamlValue): string {
  return `${block(value, '')}\n`;
}

function block(value: YamlValue, indent: string): string {
  if (isList(value)) return value.map((item) => `${indent}- ${nested(item, indent)}`).join('\n');
  if (typeof value === 'object' && value !== null) {
    return membersOf(value)
      .map(([key, member]) => `${indent}${scalar(key)}:${after(member, indent)}`)
      .join('\n');
  }
  return `${indent}${scalar(value)}`;
}

/** An item of a list begins on the line of its dash. */
function nested(item: YamlValue, indent: string): string {
  return isEmpty(item) ? flow(item) : block(item, `${indent}  `).trimStart();
}

function after(member: YamlValue, indent: string): string {
  if (isEmpty(member)) return ` ${flow(member)}`;
  return typeof member === 'object' && member !== null
    ? `\n${block(member, `${indent}  `)}`
    : ` ${scalar(member)}`;
}

function scalar(value: string | number | boolean | null): string {
  if (typeof value !== 'string') return value === null ? 'null' : numberOrBoolean(value);
  if (/^[A-Za-z_][A-Za-z0-9_.-]*$/.test(value) && !reserved.test(value)) return value;
  // Single quotes know no escapes: texts with JSON in them stay readable.
  if (printable.test(value)) return `'${value.replaceAll("'", "''")}'`;
  return `"${Array.from(value, escaped).join('')}"`;
}

/** PyYAML takes 1e-7 for a text: it wants a point before the exponent. */
function numberOrBoolean(value: number | boolean): string {
  const text = String(value);
  if (typeof value === 'boolean' || Number.isInteger(value) || text.includes('.')) return exponent(text);
  return Number.isFinite(value)
    ? exponent(text)
    : Number.isNaN(value)
      ? '.nan'
      : text.replace('Infinity', '.inf');
}

function exponent(text: string): string {
  return text.replace(/^(-?\d+)e/, '$1.0e');
}

const reserved = /^(?:y|n|yes|no|on|off|true|false|null)$/i;
/** On one line, and characters that YAML 1.1 allows unescaped. */
const printable = /^[\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]*$/u;

function escaped(character: string): string {
  if (character === '"' || character === '\\') return `\\${character}`;
  if (printable.test(character)) return character;
  const code = character.codePointAt(0)!;
  // A lone surrogate is no text; UTF-8 could not hold it either.
  if (code >= 0xd800 && code <= 0xdfff) return '\\uFFFD';
  return `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

function isList(value: YamlValue): value is readonly YamlValue[] {
  return Array.isArray(value);
}

function isEmpty(value: YamlValue): boolean {
  if (isList(value)) return value.length === 0;
  return typeof value === 'object' && value !== null && membersOf(value).length === 0;
}

function flow(value: YamlValue): string {
  return isList(value) ? '[]' : '{}';
}

function membersOf(value: { readonly [key: string]: YamlValue | undefined }): [string, YamlValue][] {
  return Object.entries(value).flatMap(([key, member]) => (member === undefined ? [] : [[key, member]]));
}
