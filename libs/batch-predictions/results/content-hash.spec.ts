import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { BatchResult } from './batch-result.js';
import { ContentHash, emptyContentHash } from './content-hash.js';

const answered: BatchResult = {
  position: 1,
  rowIdentifier: 'é7',
  rowRevision: null,
  split: null,
  answer: { prediction: 1, probability: 0.5 },
  problems: null,
};
const refused: BatchResult = {
  position: 2,
  rowIdentifier: '8',
  split: null,
  rowRevision: '3',
  answer: null,
  problems: [{ field: 'age', detail: 'must be a number' }],
};
const hashOf = (results: readonly BatchResult[], classes: readonly string[] | null = null): string => {
  const hash = new ContentHash(emptyContentHash, classes);
  for (const result of results) hash.add(result);
  return hash.hex;
};

describe('the content hash', () => {
  it('is the one that the documentation describes, byte by byte', () => {
    const first = Buffer.from(
      `${emptyContentHash}00000003c3a93701000000023ff00000000000003fe000000000000000000000`,
      'hex',
    );
    const afterFirst = createHash('sha256').update(first).digest('hex');
    expect(hashOf([answered])).toBe(afterFirst);
    const problem = `00000003${Buffer.from('age').toString('hex')}00000010${Buffer.from('must be a number').toString('hex')}`;
    const second = Buffer.from(`${afterFirst}00000001380000000001${problem}`, 'hex');
    expect(hashOf([answered, refused])).toBe(createHash('sha256').update(second).digest('hex'));
  });

  it('is empty without results, and goes on where it was left', () => {
    expect(hashOf([])).toBe(emptyContentHash);
    const resumed = new ContentHash(hashOf([answered]), null);
    resumed.add(refused);
    expect(resumed.hex).toBe(hashOf([answered, refused]));
  });

  it('depends on the order, and on the last bit of every number', () => {
    expect(hashOf([refused, answered])).not.toBe(hashOf([answered, refused]));
    const other = {
      ...answered,
      answer: { prediction: 1, probability: 0.5 + Number.EPSILON },
    } as BatchResult;
    expect(hashOf([other])).not.toBe(hashOf([answered]));
  });

  it('does not tell a negative zero from zero, as the table and the export do not', () => {
    const said = (prediction: number): BatchResult => ({
      ...answered,
      answer: { prediction },
      problems: null,
    });
    expect(hashOf([said(-0)])).toBe(hashOf([said(0)]));
    expect(hashOf([said(-Number.MIN_VALUE)])).not.toBe(hashOf([said(0)]));
  });

  it('takes probabilities in the order of the classes, whatever they are called', () => {
    // An object puts names that look like numbers first.
    const result: BatchResult = {
      ...answered,
      answer: { prediction: 0, label: '10', probabilities: { '9': 0.25, '10': 0.75 } },
      problems: null,
    };
    expect(hashOf([result], ['10', '9'])).not.toBe(hashOf([result], ['9', '10']));
  });

  it('takes texts of any length', () => {
    const long = (last: string): BatchResult => ({ ...answered, rowIdentifier: 'x'.repeat(5000) + last });
    expect(hashOf([long('a'), answered])).not.toBe(hashOf([long('b'), answered]));
    expect(hashOf([long('a'), answered])).toBe(hashOf([long('a'), answered]));
  });
});
