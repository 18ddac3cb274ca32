import { describe, expect, it } from '@jest/globals';
import { hash, parseOptions } from '@node-rs/argon2';
import { Metrics } from '#libs/platform';
import { PasswordHasher } from './password-hasher.js';

describe('the hash of a password', () => {
  const hasher = new PasswordHasher(new Metrics());

  it('is argon2id within the minimum of ASVS 5.0', async () => {
    const stored = await hasher.hash('marmot teacup violin');
    expect(stored).toMatch(/^\$argon2id\$v=19\$/);
    expect(parseOptions(stored)).toMatchObject({
      memoryCost: 19_456,
      timeCost: 2,
      parallelism: 1,
      saltLen: 16,
    });
    expect(hasher.isOutdated(stored)).toBe(false);
  });

  it('tells passwords apart that agree in their first 72 bytes', async () => {
    const long = 'marmot teacup violin '.repeat(4);
    const stored = await hasher.hash(`${long}one`);
    expect(await hasher.verify(stored, `${long}two`)).toBe(false);
    expect(await hasher.verify(stored, `${long}one`)).toBe(true);
  });

  it('tells a leading space and letter case apart', async () => {
    const stored = await hasher.hash(' marmot teacup violin');
    expect(await hasher.verify(stored, 'marmot teacup violin')).toBe(false);
    expect(await hasher.verify(stored, ' Marmot teacup violin')).toBe(false);
  });

  it('of an account that does not exist matches nothing', async () => {
    for (const password of ['', 'password', 'marmot teacup violin']) {
      expect(await hasher.verify(undefined, password)).toBe(false);
    }
  });

  it.each([
    ['less memory', { memoryCost: 7168, timeCost: 2, parallelism: 1 }],
    ['fewer passes', { memoryCost: 19_456, timeCost: 1, parallelism: 1 }],
    ['another variant', { memoryCost: 19_456, timeCost: 2, parallelism: 1, algorithm: 1 }],
  ])('is outdated when made with %s', async (_, parameters) => {
    expect(hasher.isOutdated(await hash('marmot teacup violin', parameters))).toBe(true);
  });
});
