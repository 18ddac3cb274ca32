import type { ColumnValues, FeatureColumn, Table } from '../table/table.js';

/** Uniform numbers in [0, 1) that are the same in every run (mulberry32, Tommy Ettinger, public domain). */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const CATEGORIES = ['Île-de-France', 'Corse', 'Bretagne', 'Grand Est'];

/** So many columns of each kind, every other one nullable. */
export function schema(numeric: number, boolean: number, categorical: number): FeatureColumn[] {
  const columns = (kind: FeatureColumn['kind'], count: number): FeatureColumn[] =>
    Array.from({ length: count }, (_, index) => ({
      name: `${kind}_${index}`,
      kind,
      nullable: index % 2 === 0,
    }));
  return [
    ...columns('numeric', numeric),
    ...columns('boolean', boolean),
    ...columns('categorical', categorical),
  ];
}

/** Rows of any schema: numbers of very different scales, a tenth of nullable values missing. */
export function randomTable(features: readonly FeatureColumn[], rowCount: number, seed: number): Table {
  const next = randomNumbers(seed);
  const columns = features.map(({ name, kind, nullable }, index): [string, ColumnValues] => {
    const isMissing = (): boolean => nullable && next() < 0.1;
    const rows = Array.from({ length: rowCount }, (_, row) => row);
    if (kind === 'categorical') {
      const anyCategory = (): string => CATEGORIES[Math.floor(next() * CATEGORIES.length)] ?? '';
      const values = rows.map(() => (isMissing() ? null : anyCategory()));
      return [name, values];
    }
    const scale = 10 ** ((index % 9) - 4);
    const anyNumber = (): number =>
      kind === 'boolean' ? Math.round(next()) : (next() + next() - 0.7) * scale;
    const values = Float64Array.from(rows, () => (isMissing() ? NaN : anyNumber()));
    return [name, values];
  });
  return { rowCount, columns: Object.fromEntries(columns) };
}

/** A target that depends on every column, with noise; `toBinary` cuts it at its middle. */
export function randomTarget(features: readonly FeatureColumn[], table: Table, seed: number): Float64Array {
  const next = randomNumbers(seed);
  return Float64Array.from({ length: table.rowCount }, (_, row) => {
    let sum = 3 + next() * 2;
    features.forEach(({ name }, index) => {
      const value = table.columns[name]?.[row] ?? 'none';
      if (typeof value === 'string') sum += (value.length % 5) / 3;
      else sum += Number.isNaN(value) ? 0.5 : Math.tanh(value / 10 ** ((index % 9) - 4)) * ((index % 3) + 1);
    });
    return sum;
  });
}

/** 1 above the middle value, else 0. */
export function toBinary(target: Float64Array): Float64Array {
  const middle = Float64Array.from(target).sort()[target.length >> 1] ?? 0;
  return target.map((value) => (value > middle ? 1 : 0));
}
