import { describe, expect, it } from '@jest/globals';
import { learnEncoding } from '../encoding/encoding.js';
import { Random } from '../random/random.js';
import { summarise } from '../table/statistics.js';
import type { ColumnValues, FeatureColumn, Table } from '../table/table.js';
import { randomNumbers } from '../testing/random-table.js';
import { backgroundRows, drawBackground } from './background.js';

function draw(
  features: readonly FeatureColumn[],
  columns: Record<string, ColumnValues>,
  rowCount = 32,
): Table {
  const table = { rowCount: Object.values(columns)[0]!.length, columns };
  const encodings = features.map((feature) => learnEncoding(feature, table).encoding);
  return drawBackground(features, encodings, table, rowCount, new Random(1));
}

const next = randomNumbers(4);
const amount = Float64Array.from({ length: 1000 }, (_, row) => (row % 4 === 0 ? NaN : next() ** 3 * 5000));
const owner = amount.map((_, row) => (row % 10 < 3 ? 1 : 0));
const city = Array.from(amount, (_, row) => ['Lyon', 'Lyon', 'Nice', null][row % 4] ?? null);

describe('the background of explanations', () => {
  const drawn = draw(
    [
      { name: 'amount', kind: 'numeric', nullable: true },
      { name: 'owner', kind: 'boolean', nullable: false },
      { name: 'city', kind: 'categorical', nullable: true },
    ],
    { amount, owner, city },
  );
  const amounts = drawn.columns['amount'] as Float64Array;

  it('is spread as the training rows, column by column', () => {
    const [actual, expected] = [summarise(amounts)!, summarise(amount)!];
    expect(actual.count).toBe(24);
    expect(actual.mean / expected.mean).toBeCloseTo(1, 1);
    expect(actual.median / expected.median).toBeCloseTo(1, 0);
    expect(actual.deviation / expected.deviation).toBeCloseTo(1, 0);
    expect([...(drawn.columns['owner'] as Float64Array)].filter((value) => value === 1)).toHaveLength(10);
    const cities = drawn.columns['city'] as readonly (string | null)[];
    expect(['Lyon', 'Nice', null].map((name) => cities.filter((value) => value === name).length)).toEqual([
      16, 8, 8,
    ]);
  });

  it('holds no value of a training row', () => {
    const values = new Set(amount);
    expect([...amounts].filter((value) => !Number.isNaN(value) && values.has(value))).toEqual([]);
  });

  it('parts what stood together', () => {
    const missing = (values: ColumnValues): number[] =>
      [...values].flatMap((value, row) => (value === null || Number.isNaN(value) ? [row] : []));
    expect(missing(amounts)).not.toEqual(missing(drawn.columns['city']!));
  });

  it('averages pairs where there are few rows', () => {
    const few = draw([{ name: 'amount', kind: 'numeric', nullable: false }], {
      amount: Float64Array.of(1, 2, 4, 8, 16),
    });
    expect(new Set(few.columns['amount'] as Float64Array)).toEqual(
      new Set([1.5, 28 / 3].map((mean) => Number(mean.toPrecision(7)))),
    );
  });

  it('stays finite for huge values', () => {
    const huge = draw([{ name: 'amount', kind: 'numeric', nullable: false }], {
      amount: Float64Array.from({ length: 200 }, (_, row) => 1e308 + row * 1e305),
    });
    expect((huge.columns['amount'] as Float64Array).every(Number.isFinite)).toBe(true);
  });

  it('has fewer rows where the network is wide', () => {
    expect(backgroundRows([13, 64, 32, 1], 13)).toBe(32);
    expect(backgroundRows([13, 1024, 1024, 1], 13)).toBe(8);
    expect(backgroundRows([200, 128, 64, 1], 200)).toBe(8);
    expect(backgroundRows([30, 128, 128, 1], 30)).toBe(16);
  });
});
