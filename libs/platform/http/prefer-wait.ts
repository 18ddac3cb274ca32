import { validationFailed } from './validation.pipe.js';

export const maximumWaitSeconds = 300;

/**
 * Seconds that the caller is ready to wait: `Prefer: wait=N` (RFC 7240, section 4.3).
 *
 * @param defaultSeconds of a caller who does not say
 */
export function waitSecondsOf(prefer: string | undefined, defaultSeconds: number): number {
  if (prefer === undefined) return defaultSeconds;
  const preferences = prefer.split(',').map((preference) => preference.trim().toLowerCase());
  if (preferences.includes('respond-async')) return 0;
  const wait = preferences.find((preference) => /^wait\s*(=|$)/.test(preference));
  // Unknown preferences are ignored, as the RFC asks.
  if (wait === undefined) return defaultSeconds;
  const match = /^wait\s*=\s*"?(\d{1,6})"?$/.exec(wait);
  if (!match)
    throw validationFailed([
      { pointer: 'prefer', detail: 'wait must be a whole number of seconds, for example wait=10' },
    ]);
  return Math.min(Number(match[1]), maximumWaitSeconds);
}
