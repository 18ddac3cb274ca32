import { describe, expect, it } from '@jest/globals';
import type { FitTask } from './fit-task.js';
import type { SnapshotValues } from './read-snapshot.js';
import { splitKey } from './training-rows.js';
import { unpackRows } from './unpack-rows.js';

const number = (name: string) => ({ name, type: 'number' }) as const;

function unpacked(task: FitTask['task'], target: SnapshotValues): ReturnType<typeof unpackRows> {
  const when = splitKey('time', 'seen_at');
  const fitTask = {
    task,
    datasetName: 'visits',
    targetName: 'bought',
    features: [{ name: 'pages', kind: 'numeric', nullable: false }],
    source: {
      connection: {},
      query: {
        counts: '',
        rows: '',
        target: '\ntarget',
        columns: [number('pages'), number('\ntarget'), number(when)],
      },
    },
  } as unknown as FitTask;
  const pages = Float64Array.from({ length: target.length }, (_, row) => row);
  return unpackRows(fitTask, {
    identifiers: Array.from(pages, String),
    columns: { pages, '\ntarget': target, [when]: pages },
  });
}

describe('rows that were read', () => {
  it('are parted into features, target and what to split by', () => {
    const rows = unpacked('regression', Float64Array.of(1.5, 2));
    expect(Object.keys(rows.table.columns)).toEqual(['pages']);
    expect(Object.keys(rows.splitValues)).toEqual([splitKey('time', 'seen_at')]);
    expect(rows).toMatchObject({ identifiers: ['0', '1'], target: Float64Array.of(1.5, 2), classes: [] });
  });

  it('number their classes by code unit, the same in every language', () => {
    const { classes, target } = unpacked('multiclass', ['été', 'Zoo', 'auto', 'été']);
    expect(classes).toEqual(['Zoo', 'auto', 'été']);
    expect([...target]).toEqual([2, 0, 1, 2]);
  });

  it('are refused when a yes-or-no target holds other numbers, or when there are none', () => {
    expect(() => unpacked('binary', Float64Array.of(0, 1, 2))).toThrow('has values other than 0 and 1');
    expect(() => unpacked('binary', new Float64Array(0))).toThrow('no row of visits has a value');
  });

  it('are refused as a mistake of the code when target and task do not go together', () => {
    expect(() => unpacked('multiclass', Float64Array.of(1))).toThrow('must be a category');
    expect(() => unpacked('regression', ['a'])).toThrow('must be a number or a boolean');
  });
});
