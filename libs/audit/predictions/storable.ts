/**
 * True when PostgreSQL's jsonb gives the value back unchanged. It refuses NUL characters and unpaired
 * surrogates in text; JSON knows neither NaN nor infinities nor undefined. Every finite double comes back
 * bit for bit, but -0 as 0, as it does from any JSON answer.
 *
 * Validators ask before they accept a row, so that the caller hears of it as a 422.
 */
export function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return isStorableText(value);
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isStorable);
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).every(([key, member]) => isStorableText(key) && isStorable(member));
  }
  return typeof value === 'boolean' || value === null;
}

export function isStorableText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

/** For names that a caller made up and that only have to stay readable. */
export function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}
