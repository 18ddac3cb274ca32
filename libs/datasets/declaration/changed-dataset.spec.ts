import { describe, expect, it } from '@jest/globals';
import type { ColumnChangesDto, DatasetChangesDto } from '../dto/dataset-changes.dto.js';
import type { DatasetColumn, DatasetDefinition } from '../feature-schema.js';
import { changedDataset, fieldChanges } from './changed-dataset.js';

const column = (
  name: string,
  kind: DatasetColumn['kind'],
  more: Partial<DatasetColumn> = {},
): DatasetColumn => ({
  ...{ name, kind, description: name, nullable: false, optional: false, sensitive: false },
  ...more,
});

const before: DatasetDefinition = {
  name: 'people',
  origin: 'owned',
  description: 'Who earns what',
  relation: 'datasets."people"',
  identifier: 'id',
  revision: 'veridict_updated_at',
  target: 'earns',
  positiveClass: '>50K',
  derived: [{ name: 'pay per hour', expression: 'pay / hours' }],
  columns: [
    column('id', 'numeric', { excluded: true, integer: true }),
    column('pay', 'numeric', { unit: 'EUR', minimum: 0, maximum: 9, missingValues: [-1], aliases: ['Pay'] }),
    column('hours', 'numeric', { integer: true }),
    column('earns', 'categorical', {
      allowedValues: ['<=50K', '>50K'],
      synonyms: { '<=50K': ['<=50K.'], '>50K': ['>50K.', 'more'] },
    }),
  ],
};

function changed(changes: DatasetChangesDto, columns: Record<string, ColumnChangesDto> = {}) {
  const { definition, problems } = changedDataset(before, changes, new Map(Object.entries(columns)));
  const find = (name: string): DatasetColumn => definition.columns.find((each) => each.name === name)!;
  return { definition, problems, find };
}

describe('a changed declaration', () => {
  it('is the one before where nothing is said', () => {
    const { definition, problems } = changed({}, { pay: {}, earns: {} });
    expect([definition, problems]).toEqual([before, []]);
    expect(fieldChanges(before, definition)).toEqual([]);
  });

  it('loses what null takes away, and keeps no key that says nothing', () => {
    const { definition, find } = changed(
      { description: null, target: null, positive_class: null, derived: null },
      { pay: { unit: null, minimum: null, maximum: null, description: null, missing_values: [] } },
    );
    for (const key of ['description', 'target', 'positiveClass', 'derived'])
      expect(definition).not.toHaveProperty(key);
    expect(find('pay')).toEqual(column('pay', 'numeric', { description: '', aliases: ['Pay'] }));
  });

  it('replaces lists, and lets a column that may be missing be left out too', () => {
    const derived = [{ name: 'pay per day', expression: 'pay / hours * 8' }];
    const { definition, find } = changed({ derived }, { hours: { nullable: true, missing_values: [0] } });
    expect(definition.derived).toEqual(derived);
    expect(find('hours')).toMatchObject({
      nullable: true,
      optional: true,
      missingValues: [0],
      integer: true,
    });
  });

  it('keeps other spellings of values that there still are, unless they have become values', () => {
    const { find } = changed({ positive_class: '>50K.' }, { earns: { allowed_values: ['>50K', '>50K.'] } });
    expect(find('earns').synonyms).toEqual({ '>50K': ['more'] });
    expect(changed({}, { earns: { allowed_values: null, open: true } }).find('earns')).not.toHaveProperty(
      'synonyms',
    );
  });

  it('takes categories for texts, though they look like numbers', () => {
    expect(changed({}, { earns: { missing_values: [0, '?'] } }).find('earns').missingValues).toEqual([
      '0',
      '?',
    ]);
  });

  it('is refused where its parts do not go together', () => {
    const pointers = (...given: Parameters<typeof changed>): string[] =>
      changed(...given).problems.map(({ pointer }) => pointer);
    expect(pointers({ target: null })).toEqual(['/positive_class']);
    expect(pointers({ target: 'pay' })).toEqual(['/derived/0']);
    expect(pointers({ target: 'id' })).toEqual(['/target']);
    expect(pointers({}, { pay: { minimum: 10 } })).toEqual(['/columns/pay/minimum']);
    expect(pointers({}, { pay: { open: true }, earns: { integer: true } })).toEqual([
      ...['/columns/pay/open', '/columns/earns/integer'],
    ]);
    expect(pointers({}, { earns: { allowed_values: null } })).toEqual(['/columns/earns/allowed_values']);
    expect(pointers({}, { id: { description: 'Number', excluded: false } })).toEqual([
      '/columns/id/excluded',
    ]);
  });

  it('says what is otherwise, as the API says it', () => {
    const { definition } = changed(
      { target: 'hours', positive_class: null },
      { pay: { sensitive: true, missing_values: [-1] }, hours: { integer: false } },
    );
    expect(fieldChanges(before, definition)).toEqual([
      { pointer: '/target', field: 'target', from: 'earns', to: 'hours' },
      { pointer: '/positive_class', field: 'positive_class', from: '>50K', to: null },
      { pointer: '/columns/pay/sensitive', field: 'sensitive', from: false, to: true },
      { pointer: '/columns/hours/integer', field: 'integer', from: true, to: false },
    ]);
  });
});
