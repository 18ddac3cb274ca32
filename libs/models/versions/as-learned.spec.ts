import { describe, expect, it } from '@jest/globals';
import type { DatasetColumn, DatasetDefinition } from '#libs/datasets';
import { asLearned } from './as-learned.js';

const column = (name: string, missingValues?: readonly number[]): DatasetColumn => ({
  ...{ name, kind: 'numeric', description: '', nullable: false, optional: false, sensitive: false },
  ...(missingValues ? { missingValues } : {}),
});

const dataset: DatasetDefinition = {
  ...{ name: 'loans', origin: 'owned', relation: 'datasets.loans', identifier: 'id' },
  columns: [column('declared since', [365243]), column('taken back since'), column('no feature', [0])],
};

describe('a dataset as a version learned it', () => {
  it('has the missing values of the training, whatever has been declared since', () => {
    const learned = asLearned(dataset, [
      { name: 'declared since' },
      { name: 'taken back since', missingValues: [-1] },
      { name: 'a column that is gone', missingValues: [-1] },
    ]);
    expect(learned).toEqual({
      ...dataset,
      columns: [column('declared since'), column('taken back since', [-1]), column('no feature', [0])],
    });
  });
});
