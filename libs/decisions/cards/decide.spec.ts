import { describe, expect, it } from '@jest/globals';
import type { DecisionPolicy } from '#libs/models';
import { bandAround, decide, scoreOf, sideOf } from './decide.js';

const policy: DecisionPolicy = {
  false_negative_cost: 10,
  false_positive_cost: 1,
  positive_class: { en: 'defaults', fr: 'fait défaut' },
  grey_band: { below: 0.1, above: 0.05 },
  outcomes: { negative: 'accepted', positive: 'refused', between: 'review' },
  actionable: [],
};

describe('a grey band', () => {
  it('holds its lower edge, not its upper one', () => {
    const band = bandAround(0.5, policy.grey_band);
    expect(band).toEqual({ from: 0.4, to: 0.55 });
    const sides = [0, 0.4 - 1e-12, 0.4, 0.5, 0.55 - 1e-12, 0.55, 1].map((each) => sideOf(each, band));
    expect(sides).toEqual(['negative', 'negative', 'between', 'between', 'between', 'positive', 'positive']);
  });

  it('of no width leaves the threshold alone, which belongs to the positive side', () => {
    const band = bandAround(0.3, { below: 0, above: 0 });
    expect([0.3 - 1e-12, 0.3].map((each) => sideOf(each, band))).toEqual(['negative', 'positive']);
  });

  it('ends where probabilities end', () => {
    expect(bandAround(0.98, { below: 0, above: 0.1 })).toEqual({ from: 0.98, to: 1 });
    expect(bandAround(0.02, { below: 0.1, above: 0 })).toEqual({ from: 0, to: 0.02 });
  });
});

describe('a decision', () => {
  it('is named by the policy, scored from 0 to 1000, and keeps what it was made by', () => {
    expect(decide({ version: 3, policy }, 0.5, 0.45, 'score_card')).toEqual({
      purpose: 'score_card',
      decision: 'review',
      side: 'between',
      score: 550,
      grey_band: { from: 0.4, to: 0.55 },
      outcomes: policy.outcomes,
      policy_version: 3,
    });
    expect([0, 0.0004, 0.0006, 1].map(scoreOf)).toEqual([1000, 1000, 999, 0]);
  });
});
