import { describe, expect, it } from '@jest/globals';
import { joinedBins } from './histogram.js';

describe('the bins of a histogram', () => {
  it('have equal widths where each holds rows enough, or none', () => {
    expect(joinedBins([0, 30], [5, 0, 9])).toEqual([
      { from: 0, to: 10, count: 5 },
      { from: 10, to: 20, count: 0 },
      { from: 20, to: 30, count: 9 },
    ]);
  });

  it('are joined until none shows fewer than 5 rows, and none is lost', () => {
    expect(joinedBins([0, 5], [1, 2, 4, 6, 3])).toEqual([
      { from: 0, to: 3, count: 7 },
      { from: 3, to: 5, count: 9 },
    ]);
    expect(joinedBins([0, 2], [2, 1])).toEqual([]);
  });
});
