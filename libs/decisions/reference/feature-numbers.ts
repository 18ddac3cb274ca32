import type { FeatureValue } from '#libs/models';

const dayMs = 86_400_000;

/** A number, or a day as the days since 1970-01-01; NaN: missing, or no number. */
export function numberOfValue(value: FeatureValue): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? Date.parse(value) / dayMs : Number.NaN;
}

/** The day of that number, as requests spell it. */
export function dayOfNumber(days: number): string {
  return new Date(Math.round(days) * dayMs).toISOString().slice(0, 10);
}
