const dayMs = 86_400_000;

/** A value as models see it: a day (`2026-11-21`) is the number of days since 1970-01-01. */
export function numberOf(value: number | boolean | string): number {
  return typeof value === 'string' ? Date.parse(value) / dayMs : Number(value);
}
