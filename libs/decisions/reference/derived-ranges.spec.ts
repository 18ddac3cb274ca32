import { describe, expect, it } from '@jest/globals';
import type { DatasetDefinition } from '#libs/datasets';
import type { FeatureRow, FeatureSchema } from '#libs/models';
import { derivedRanges, occurring } from './derived-ranges.js';

const names = ['credit', 'annuity'];
const features = names.map((name): FeatureSchema => ({
  name,
  kind: 'numeric',
  description: name,
  nullable: true,
  optional: false,
  trainingMissing: 0,
}));
const dataset = {
  columns: names.map((name) => ({
    name,
    description: name,
    kind: 'numeric',
    sensitive: false,
    nullable: true,
    optional: false,
  })),
} as unknown as DatasetDefinition;
/** Paid back in 5 to 25 years. */
const rows: FeatureRow[] = Array.from({ length: 401 }, (_, i) => ({
  credit: 1000 * (5 + i / 20),
  annuity: 1000,
}));
const derived = [{ name: 'years', expression: 'credit / annuity' }];

describe('rows that occur', () => {
  const ranges = derivedRanges({ dataset, features, derived, learnt: {} }, rows);

  it('go as far as others in what is derived', () => {
    const occur = occurring(ranges, { credit: 10_000, annuity: 1000 });
    expect(ranges).toMatchObject([{ columns: names }]);
    expect(
      occur([
        { credit: 10_000, annuity: 1200 },
        { credit: 1000, annuity: 1000 },
        { credit: 1000, annuity: 100 },
        { credit: 90_000, annuity: 1000 },
        { credit: 10_000, annuity: null },
      ]),
    ).toEqual([true, false, true, false, false]);
  });

  it('may be as rare as the row itself, also where it lacks what is needed', () => {
    const rare = occurring(ranges, { credit: 2000, annuity: 1000 });
    expect(rare([{ credit: 2100, annuity: 1000 }])).toEqual([true]);
    expect(rare([{ credit: 1900, annuity: 1000 }])).toEqual([false]);
    const lacking = occurring(ranges, { credit: 2000, annuity: null });
    expect(lacking([{ credit: 1000, annuity: null }])).toEqual([true]);
    expect(lacking([{ credit: 1000, annuity: 1000 }])).toEqual([false]);
  });

  it('are all for a version that cannot derive what the model does today', () => {
    const of = (expression: string) =>
      derivedRanges({ dataset, features, derived: [{ name: 'other', expression }], learnt: {} }, rows);
    expect(of('income / 2')).toEqual([]);
    expect(of('credit / mean(credit)')).toEqual([]);
  });

  it('are all where nothing is derived, or nobody has a value', () => {
    expect(derivedRanges({ dataset, features, derived: [], learnt: {} }, rows)).toEqual([]);
    expect(derivedRanges({ dataset, features, derived, learnt: {} }, [{ credit: null, annuity: 1 }])).toEqual(
      [],
    );
  });
});
