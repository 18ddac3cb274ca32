import { describe, expect, it } from '@jest/globals';
import { decideBinary, decideMulticlass, decideRegression } from './decide.js';
import type { OutOfFold } from './out-of-fold.js';

const rowCount = 2000;
const description = 'answers of the test';
/** Evenly spread in (0, 1), in an order that has nothing to do with the row. */
const spread = (row: number): number => ((row * 617) % rowCount) / rowCount + 0.5 / rowCount;
const logit = (probability: number): number => Math.log(probability / (1 - probability));

/** Rows that are of class 1 as often as `truth` says, answered with `answer`. */
function validation(answer: (truth: number) => number): OutOfFold {
  const truth = Float64Array.from({ length: rowCount }, (_, row) => spread(row));
  const target = truth.map((probability, row) => (((row * 389) % rowCount) / rowCount < probability ? 1 : 0));
  const answers = truth.map(answer);
  return { target, answers, scores: answers.map(logit), description };
}

const honest = validation((truth) => truth);
/** As balanced class weights do it: odds three times too high. */
const distorted = validation((truth) => (3 * truth) / (1 + 2 * truth));
const options = { split: { method: 'identifier' }, calibration: 'auto', threshold: { rule: 'f1' } } as const;

describe('a binary version', () => {
  it('is calibrated by itself only where that pays', () => {
    const left = decideBinary(options, honest);
    expect(left.calibration).toBeNull();
    expect(left.sentences[0]).toMatch(/^No calibration, because Platt's curve gains too little/);

    const corrected = decideBinary(options, distorted);
    expect(corrected.sentences[0]).toMatch(/^Calibrated by Platt's curve, because it pays/);
    const { slope, intercept } = corrected.calibration as { slope: number; intercept: number };
    expect(Math.abs(slope - 1)).toBeLessThan(0.1);
    expect(Math.abs(intercept + Math.log(3))).toBeLessThan(0.1);
    expect(corrected.metrics!['log_loss']).toBeCloseTo(left.metrics!['log_loss']!, 2);
  });

  it('is calibrated as it was asked for', () => {
    const by = (calibration: 'none' | 'platt' | 'isotonic'): string | undefined =>
      decideBinary({ ...options, calibration }, distorted).calibration?.method;
    expect([by('none'), by('platt'), by('isotonic')]).toEqual([undefined, 'platt', 'isotonic']);
  });

  it('decides by calibrated probabilities, so that a cost rule finds the odds of the costs', () => {
    const threshold = { rule: 'cost', false_negative: 4, false_positive: 1 } as const;
    expect(decideBinary({ ...options, threshold }, honest).threshold).toBeCloseTo(0.2, 1);
    expect(decideBinary({ ...options, threshold }, distorted).threshold).toBeCloseTo(0.2, 1);
    expect(decideBinary({ ...options, threshold, calibration: 'none' }, distorted).threshold).toBeGreaterThan(
      0.3,
    );
  });

  it('finds the share of class 1 that was asked for', () => {
    const threshold = { rule: 'recall', floor: 0.9 } as const;
    const { metrics, sentences } = decideBinary({ ...options, threshold }, honest);
    expect(metrics!['recall']).toBeGreaterThanOrEqual(0.9);
    expect(metrics!['recall']).toBeLessThan(0.905);
    expect(sentences[1]).toContain('finds a share of at least 0.9 of class 1');
  });

  it('says that it could not choose where rows are too few', () => {
    const { threshold, calibration, sentences } = decideBinary(options, undefined);
    expect({ threshold, calibration }).toEqual({ threshold: 0.5, calibration: null });
    expect(sentences).toHaveLength(1);
  });
});

describe('a regression version', () => {
  const regression = { split: options.split, interval_coverage: 0.9 } as const;
  const errors = Float64Array.from({ length: 1000 }, (_, row) => row + 1);
  const target = new Float64Array(1000);
  const answers = errors.map((error, row) => (row % 2 ? error : -error));

  it('states the interval that held the asked share of answers it had not learned', () => {
    const decisions = decideRegression(regression, { target, answers, scores: answers, description });
    expect(decisions.interval).toEqual({ coverage: 0.9, radius: 901 });
    expect(decisions.threshold).toBeNull();
  });

  it('states none where rows are too few for it', () => {
    const few = { target: target.slice(0, 5), answers: answers.slice(0, 5), scores: answers, description };
    const decisions = decideRegression(regression, few);
    expect(decisions.interval).toBeNull();
    expect(decisions.sentences[0]).toMatch(/needs more rows/);
    expect(decideRegression(regression, undefined).interval).toBeNull();
  });
});

describe('a version of several classes', () => {
  it('decides nothing, and is measured all the same', () => {
    const target = Float64Array.of(0, 1, 2, 0);
    const answers = Float64Array.of(0.8, 0.1, 0.1, 0.2, 0.6, 0.2, 0.1, 0.1, 0.8, 0.3, 0.4, 0.3);
    const { metrics, threshold } = decideMulticlass(['a', 'b', 'c'], {
      target,
      answers,
      scores: answers,
      description,
    });
    expect(threshold).toBeNull();
    expect(metrics!['accuracy']).toBe(0.75);
  });
});
