import type { FeatureColumn, Table } from '../table/table.js';

/** Eight rows with a missing number and missing texts; golden numbers in the specs were computed on them. */
export const loanFeatures: readonly FeatureColumn[] = [
  { name: 'age', kind: 'numeric', nullable: false },
  { name: 'income', kind: 'numeric', nullable: true },
  { name: 'city', kind: 'categorical', nullable: true },
  { name: 'owner', kind: 'boolean', nullable: false },
];

export const loans: Table = {
  rowCount: 8,
  columns: {
    age: Float64Array.of(23, 35, 31, 52, 46, 60, 29, 41),
    income: Float64Array.of(1200.5, 2400, NaN, 5100, 3900, NaN, 1800, 2750),
    city: ['Lyon', 'Paris', 'Lyon', null, 'Paris', 'Nice', 'Nice', 'Lyon'],
    owner: Float64Array.of(0, 1, 0, 1, 1, 1, 0, 0),
  },
};

export const loanAmounts = Float64Array.of(5.2, 9.1, 6.4, 15.8, 12.2, 17.5, 6.9, 10.1);
export const loanDefaults = Float64Array.of(0, 0, 0, 1, 1, 1, 0, 1);
export const loanGrades = Float64Array.of(0, 1, 0, 2, 1, 2, 0, 1);
export const loanWeights = Float64Array.of(1, 2, 0.5, 3, 1, 1.5, 4, 0.25);
