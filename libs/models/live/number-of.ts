const dayMs = 86_400_000;

/** A value as models see it: a day (`2026-11-21`) is the number of days since 1970-01-01. */
export function numberOf(value: number | boolean | string): number {
  return typeof value === 'string' ? Date.parse(value) / dayMs : Number(value);
}

/** The day that is so many days after 1970-01-01. */
export function dayOf(days: number): string {
  return new Date(days * dayMs).toISOString().slice(0, 10);
}

/** Whether a text names a day of the calendar, as ISO 8601 writes it, from the year 1 to the year 9999. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text.startsWith('0000')) return false;
  const time = Date.parse(text);
  // Some engines take the 30th of February for the 2nd of March.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
