import { describe, expect, it } from '@jest/globals';
import type { FitTask } from './fit-task.js';
import type { SnapshotValues } from './read-snapshot.js';
import { splitKey } from './training-rows.js';
import { unpackRows } from './unpack-rows.js';

const number = (name: string) => ({ name, type: 'number' }) as const;

function unpacked(
  task: FitTask['task'],
  target: SnapshotValues,
  positive?: FitTask['positive'],
): ReturnType<typeof unpackRows> {
  const when = splitKey('time', 'seen_at');
  const fitTask = {
    task,
    datasetName: 'visits',
    targetName: 'bought',
    positive,
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
    unlabelled: 4,
    columns: { pages, '\ntarget': target, [when]: pages },
  });
}

describe('rows that were read', () => {
  it('are parted into features, target and what to split by', () => {
    const rows = unpacked('regression', Float64Array.of(1.5, 2));
    expect(Object.keys(rows.table.columns)).toEqual(['pages']);
    expect(Object.keys(rows.splitValues)).toEqual([splitKey('time', 'seen_at')]);
    expect(rows).toMatchObject({
      unlabelled: 4,
      identifiers: ['0', '1'],
      target: Float64Array.of(1.5, 2),
      classes: [],
    });
  });

  it('number their classes by code unit, the same in every language', () => {
    const { classes, target } = unpacked('multiclass', ['été', 'Zoo', 'auto', 'été']);
    expect(classes).toEqual(['Zoo', 'auto', 'été']);
    expect([...target]).toEqual([2, 0, 1, 2]);
  });

  it('are refused when a yes-or-no target holds other numbers, or when there are none', () => {
    expect(() => unpacked('binary', Float64Array.of(0, 1, 2))).toThrow(
      '1 of 3 rows have a value other than 0 and 1: correct or empty it in these rows',
    );
    expect(() => unpacked('binary', new Float64Array(0))).toThrow('no row of visits has a value');
  });

  it('are 1 where they have the class that is meant, and 0 where they have the other', () => {
    const yes = { name: 'yes', isAgainstRest: false };
    expect(unpacked('binary', ['yes', 'no', 'yes'], yes).target).toEqual(Float64Array.of(1, 0, 1));
    expect(unpacked('binary', ['yes'], yes).target).toEqual(Float64Array.of(1));
  });

  it('are refused when a class of two turns up in company of a third, which is counted and not named', () => {
    const values = ['no', 'yes', 'no', 'perhaps', 'no', 'who knows'];
    expect(() => unpacked('binary', values, { name: 'yes', isAgainstRest: false })).toThrow(
      '2 of 6 rows have a value other than "yes" and "no", and a yes or no has two: correct or empty it in these rows, or make a model of all its values',
    );
    const { target } = unpacked('binary', values, { name: 'yes', isAgainstRest: true });
    expect(target).toEqual(Float64Array.of(0, 1, 0, 0, 0, 0));
  });

  it('are refused as a mistake of the code when target and task do not go together', () => {
    expect(() => unpacked('multiclass', Float64Array.of(1))).toThrow('must be read as their names');
    expect(() => unpacked('regression', ['a'])).toThrow('must be a number or a boolean');
  });
});
