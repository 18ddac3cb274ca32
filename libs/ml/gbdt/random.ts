const { imul } = Math;

/** What chance decides; each has its own stream, so that no decision moves another. */
export const CHANCE = { rounding: 1, rows: 2, columns: 3 } as const;

/**
 * 32 bits that depend on every part: chance that is the same in every run, whoever asks first. The steps are the
 * finaliser of MurmurHash3 (Appleby, public domain).
 */
export function hashOf(...parts: readonly number[]): number {
  let hash = 0x9e3779b9;
  for (const part of parts) {
    hash = mix((hash ^ part) + 0x6d2b79f5);
    hash = mix(hash ^ Math.floor(part / 2 ** 32));
  }
  return hash;
}

export function mix(value: number): number {
  let x = value | 0;
  x = imul(x ^ (x >>> 16), 0x85ebca6b);
  x = imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}
