import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { SeededRandom } from '#libs/datasets';
import { sampleEmployee } from './sample-employee.js';
import { sampleExtracts } from './sample-employees.js';

describe('the sample employees', () => {
  const random = new SeededRandom(1);
  const employees = Array.from({ length: 4000 }, (_, index) => sampleEmployee(index + 1, random));
  const known = employees.filter(({ left }) => left !== null);
  const leaving = (of: typeof employees): number => of.filter(({ left }) => left).length / of.length;

  it('are the same on every machine and in every run', () => {
    const digest = createHash('sha256').update(JSON.stringify(sampleExtracts())).digest('hex');
    expect(digest).toBe('57d9096e3b752c98689fbb9cc9ca03e582ba2498e1643d20c95674df9cbc08d2');
    expect(sampleExtracts(10, 1)).not.toEqual(sampleExtracts(10, 2));
  });

  it('stand in three extracts that are spelt as the real ones', () => {
    const { sirh, eval: evaluations, sondage } = sampleExtracts(3);
    expect(sirh.split('\n')).toHaveLength(5);
    expect(evaluations).toMatch(/,E_2,\d,(Oui|Non),\d+ %\n/);
    expect(sondage).toContain(',000002,');
  });

  it('leave as often as is plausible, more of them with overtime and without content', () => {
    expect(leaving(known)).toBeGreaterThan(0.12);
    expect(leaving(known)).toBeLessThan(0.22);
    const some = (choose: (employee: (typeof known)[number]) => boolean): number =>
      leaving(known.filter(choose));
    expect(some(({ overtime }) => overtime)).toBeGreaterThan(1.5 * some(({ overtime }) => !overtime));
    expect(some(({ age }) => age < 30)).toBeGreaterThan(some(({ age }) => age > 45));
    const difference = some(({ genre }) => genre === 'F') - some(({ genre }) => genre === 'M');
    expect(Math.abs(difference)).toBeLessThan(0.04);
  });

  it('have no year that contradicts another', () => {
    for (const { age, experience, tenure, inPosition, underSuperior, sincePromotion } of employees) {
      expect(experience).toBeLessThanOrEqual(age - 16);
      for (const years of [tenure, inPosition, underSuperior, sincePromotion])
        expect(years).toBeLessThanOrEqual(experience);
    }
  });
});
