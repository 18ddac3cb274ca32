import { describe, expect, it } from '@jest/globals';
import type { FeatureRow, FeatureSchema } from '#libs/models';
import { LevelDistribution, NumberDistribution } from '../reference/distribution.js';
import type { Reference } from '../reference/measure-reference.js';
import { type Changeable, distanceOf } from './changeable.js';
import { changeableFeatures } from './changeable-features.js';
import { applied, searchCounterfactual, type SearchTask } from './search.js';

const schema = (name: string, more: Partial<FeatureSchema> = {}): FeatureSchema => ({
  name,
  kind: 'numeric',
  description: name,
  nullable: false,
  optional: false,
  trainingMissing: 0,
  ...more,
});
const features = [
  schema('pay', { minimum: 0 }),
  schema('courses', { integer: true }),
  schema('since', { kind: 'date' }),
  schema('travel', { kind: 'categorical', categories: ['none', 'some', 'often'] }),
  schema('overtime', { kind: 'boolean' }),
];
const spread = (low: number, high: number): NumberDistribution =>
  NumberDistribution.of(Float64Array.from({ length: 401 }, (_, i) => low + ((high - low) * i) / 400));
const reference: Reference = {
  rows: 401,
  sampled: false,
  measuredAt: new Date(0),
  probabilities: spread(0, 1),
  numbers: new Map([
    ['pay', spread(1000.5, 9000.5)],
    ['courses', spread(0, 40)],
    ['since', spread(18_000, 18_400)],
  ]),
  levels: new Map([
    [
      'travel',
      LevelDistribution.of([
        ...Array<string>(9).fill('none'),
        ...Array<string>(8).fill('often'),
        ...Array<string>(7).fill('never trained'),
      ]),
    ],
    ['overtime', LevelDistribution.of([...Array<boolean>(9).fill(true)])],
  ]),
  derived: [],
};
const row: FeatureRow = { pay: 2000, courses: 2, since: '2019-05-01', travel: 'often', overtime: true };
const actionable = features.map(({ name }) => ({ feature: name }));

/** Log-odds that pay and courses lower, travel and overtime raise. */
const probabilityOf = (each: FeatureRow): number => {
  const { pay, courses, travel, overtime } = each as {
    pay: number;
    courses: number;
    travel: string;
    overtime: boolean;
  };
  const odds = 3 - pay / 2000 - courses / 10 + (travel === 'often' ? 0.5 : 0) + (overtime ? 0.75 : 0);
  return 1 / (1 + Math.exp(-odds));
};

const task = (changeables: readonly Changeable[], more: Partial<SearchTask> = {}): SearchTask => ({
  row,
  probability: probabilityOf(row),
  below: 0.5,
  changeables,
  maximumChanges: 3,
  occur: (candidates) => candidates.map(() => true),
  score: (rows) => Promise.resolve(rows.map(probabilityOf)),
  isTimeUp: () => false,
  ...more,
});
const changed = (attempt: { changes: readonly { changeable: Changeable; to: unknown }[] }) =>
  Object.fromEntries(attempt.changes.map(({ changeable, to }) => [changeable.feature, to]));

describe('what can change', () => {
  const of = (actions: Parameters<typeof changeableFeatures>[2], of: FeatureRow = row) =>
    changeableFeatures(of, features, actions, reference);

  it('is what other rows hold, in whole numbers and days where the column has them, without its own value', () => {
    const [pay, courses, since, travel, overtime] = of(actionable);
    expect(pay!.candidates.length).toBeGreaterThanOrEqual(20);
    expect(courses!.candidates.every((value) => Number.isInteger(value))).toBe(true);
    expect(courses!.candidates).not.toContain(2);
    expect(since!.candidates.every((value) => /^\d{4}-\d\d-\d\d$/.test(String(value)))).toBe(true);
    expect(travel!.candidates).toEqual(['none']);
    expect(overtime!.candidates).toEqual([false]);
  });

  it('goes one way only and stays within limits where the policy says so', () => {
    const [up] = of([{ feature: 'pay', direction: 'increase', maximum: 2500 }]);
    expect(up!.candidates.every((value) => (value as number) > 2000 && (value as number) <= 2500)).toBe(true);
    expect(up!.candidates).toContain(2500);
    expect(of([{ feature: 'pay', direction: 'decrease', minimum: 2000 }])).toEqual([]);
    expect(of([{ feature: 'pay', direction: 'increase' }], { ...row, pay: null })).toEqual([]);
  });

  it('is nearer the fewer rows lie between, and never without a distance', () => {
    const [pay] = of(actionable);
    expect(pay!.distance(3000)).toBeLessThan(pay!.distance(5000));
    expect(pay!.distance(2000.0001)).toBeGreaterThan(0);
    expect(pay!.distance(1e9)).toBe(1);
  });
});

describe('the smallest change', () => {
  const all = changeableFeatures(row, features, actionable, reference);

  it('of one number is the one where the decision turns, as near as matters, and still turns it', async () => {
    const pay = all.filter(({ feature }) => feature === 'pay');
    const { found, attempt } = await searchCounterfactual(task(pay));
    // 3 − pay/2000 − 0.2 + 1.25 = 0
    const turn = 8100;
    const to = changed(attempt)['pay'] as number;
    expect(found).toBe(true);
    expect(attempt.probability).toBeLessThan(0.5);
    expect(to).toBeGreaterThan(turn);
    expect(to - turn).toBeLessThan(20);
    expect(to).toBe(Number(to.toPrecision(3)));
  });

  it('is the nearest of all single ones', async () => {
    const { found, attempt } = await searchCounterfactual(task(all, { below: 0.8 }));
    const flips = all.flatMap((changeable) =>
      changeable.candidates
        .map((to) => [{ changeable, to }])
        .filter(([change]) => probabilityOf({ ...row, [change!.changeable.feature]: change!.to }) < 0.8),
    );
    expect(found).toBe(true);
    expect(attempt.changes).toHaveLength(1);
    expect(distanceOf(attempt.changes)).toBeLessThanOrEqual(Math.min(...flips.map(distanceOf)));
  });

  it('needs two features only where one does not do, and stays whole', async () => {
    const two = all.filter(({ feature }) => feature !== 'pay' && feature !== 'since');
    const { found, attempt } = await searchCounterfactual(task(two, { below: 0.25 }));
    const values = changed(attempt);
    expect(found).toBe(true);
    expect(probabilityOf({ ...row, ...values } as FeatureRow)).toBeLessThan(0.25);
    expect(attempt.changes).toHaveLength(2);
    expect(Number.isInteger(values['courses'])).toBe(true);
    // One course less would not do.
    const less = { ...row, ...values, courses: (values['courses'] as number) - 1 } as FeatureRow;
    expect(probabilityOf(less)).toBeGreaterThanOrEqual(0.25);
  });

  it('keeps together what occurs together only, and is as small as that allows', async () => {
    const both = all.filter(({ feature }) => feature === 'pay' || feature === 'courses');
    const coursesPerPay = (each: FeatureRow): number => (each['courses'] as number) / (each['pay'] as number);
    const occurs = (each: FeatureRow): boolean =>
      coursesPerPay(each) >= 0.0009 && coursesPerPay(each) <= 0.0021;
    const occur: SearchTask['occur'] = (candidates) =>
      candidates.map((changes) => occurs(applied(row, changes)));
    expect((await searchCounterfactual(task(both, { below: 0.7 }))).attempt.changes).toHaveLength(1);
    const { found, attempt } = await searchCounterfactual(task(both, { below: 0.7, occur }));
    const proposed = { ...row, ...changed(attempt) } as FeatureRow;
    expect(found).toBe(true);
    expect(attempt.changes).toHaveLength(2);
    expect(occurs(proposed)).toBe(true);
    expect(attempt.probability).toBeLessThan(0.7);
    expect(attempt.probability).toBeGreaterThan(0.65);
  });

  it('is the nearest try where none turns the decision, and none where nothing helps', async () => {
    const courses = all.filter(({ feature }) => feature === 'courses');
    const near = await searchCounterfactual(task(courses, { below: 0.01 }));
    expect(near).toMatchObject({ found: false, incomplete: false });
    expect(changed(near.attempt)).toEqual({ courses: 40 });
    const since = all.filter(({ feature }) => feature === 'since');
    expect((await searchCounterfactual(task(since))).attempt.changes).toEqual([]);
  });

  it('changes no more than it may', async () => {
    const small = all.filter(({ feature }) => feature === 'travel' || feature === 'overtime');
    const below = probabilityOf({ ...row, travel: 'none', overtime: false }) + 1e-9;
    expect((await searchCounterfactual(task(small, { below, maximumChanges: 1 }))).found).toBe(false);
    expect((await searchCounterfactual(task(small, { below, maximumChanges: 2 }))).found).toBe(true);
  });

  it('ends when the time is up, with the best so far', async () => {
    let asked = 0;
    const isTimeUp = (): boolean => (asked += 1) > 1;
    const outcome = await searchCounterfactual(task(all, { below: 0.001, isTimeUp }));
    expect(outcome).toMatchObject({ found: false, incomplete: true });
    expect(outcome.rowsTried).toBeLessThanOrEqual(100);
  });
});
