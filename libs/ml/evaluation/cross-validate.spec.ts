import { describe, expect, it } from '@jest/globals';
import {
  algorithms,
  binaryMetrics,
  conformalRadius,
  crossValidate,
  fitPlatt,
  kFolds,
  measureIntervals,
  multiclassMetrics,
  regressionMetrics,
  seededPositions,
  selectTraining,
  type CrossValidationProgress,
  type FeatureColumn,
  type TrainingData,
} from '../index.js';
import { randomTable, randomTarget, toBinary } from '../testing/random-table.js';

const ROWS = 600;
const features: readonly FeatureColumn[] = [
  { name: 'age', kind: 'numeric', nullable: true },
  { name: 'income', kind: 'numeric', nullable: false },
  { name: 'owner', kind: 'boolean', nullable: false },
  { name: 'city', kind: 'categorical', nullable: true },
];
const table = randomTable(features, ROWS, 4);
const target = randomTarget(features, table, 5);
const weight = Float64Array.from({ length: ROWS }, (_, row) => 1 + (row % 3));
const positions = seededPositions(ROWS, 7);
const regression: TrainingData = { features, table, target };
const binary: TrainingData = { features, table, target: toBinary(target), sampleWeight: weight };

describe('cross-validation', () => {
  const linear = algorithms.linear.create('regression');
  const folds = kFolds(4, { by: 'position', positions });

  it('answers every row by the model that has not seen it', () => {
    const { answers, scores, heldOutRows } = crossValidate(linear, regression, folds, { seed: 1 });
    for (const { training, heldOut } of folds) {
      const model = linear.fit(selectTraining(regression, training), { seed: 1 });
      const expected = model.predict(selectTraining(regression, heldOut).table);
      expect(Float64Array.from(heldOut, (row) => answers[row]!)).toEqual(expected);
    }
    expect(scores).toEqual(answers);
    expect(heldOutRows.length).toBe(ROWS);
  });

  it('gives the metrics of each fold, their mean and their deviation', () => {
    const result = crossValidate(linear, regression, folds, { seed: 1, quantile: 0.5 });
    const first = folds[0]!.heldOut;
    const expected = regressionMetrics(
      Float64Array.from(first, (row) => target[row]!),
      Float64Array.from(first, (row) => result.answers[row]!),
      { quantile: 0.5 },
    );
    expect(result.folds[0]).toMatchObject({ trainingRows: 450, heldOutRows: 150, metrics: expected });
    const values = result.folds.map(({ metrics }) => metrics['R2']!);
    const mean = (values[0]! + values[1]! + values[2]! + values[3]!) / 4;
    expect(result.mean['R2']).toBeCloseTo(mean, 12);
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    expect(result.standardDeviation['R2']).toBeCloseTo(Math.sqrt(squares / 3), 12);
    expect(Object.keys(result.mean)).toContain('pinball');
  });

  it('hands weights to fit and to the metrics', () => {
    const logistic = algorithms.linear.create('binary');
    const stratified = kFolds(3, { by: 'stratum', strata: binary.target, positions });
    const result = crossValidate(logistic, binary, stratified, { seed: 1, threshold: 0.4 });
    const held = selectTraining(binary, stratified[1]!.heldOut);
    const model = logistic.fit(selectTraining(binary, stratified[1]!.training), { seed: 1 });
    const {
      confusion: _confusion,
      threshold: _threshold,
      ...expected
    } = binaryMetrics(held.target, model.predict(held.table), 0.4, held.sampleWeight);
    expect(result.folds[1]!.metrics).toEqual(expected);
    expect(result.scores).not.toEqual(result.answers);
    expect(fitPlatt(result.scores, binary.target, weight).slope).toBeGreaterThan(0);
  });

  it('gives one answer per class, in the order of the classes', () => {
    const third = Float64Array.from(target).sort()[ROWS / 3]!;
    const classes = ['low', 'middle', 'high'];
    const levels = target.map((value) => (value < third ? 0 : value < third * 1.3 ? 1 : 2));
    const multiclass = { ...regression, target: levels, classes };
    const stratified = kFolds(3, { by: 'stratum', strata: levels, positions });
    const result = crossValidate(algorithms.linear.create('multiclass'), multiclass, stratified, { seed: 1 });
    expect(result.outputCount).toBe(3);
    expect(result.answers.length).toBe(3 * ROWS);
    const { accuracy, auc } = multiclassMetrics(levels, result.answers, classes);
    expect(accuracy).toBeGreaterThan(0.5);
    expect(auc).toBeGreaterThan(0.7);
    expect(result.mean['accuracy']).toBeCloseTo(accuracy, 2);
  });

  it('leaves out what forward chaining never holds out', () => {
    const times = Float64Array.from({ length: ROWS }, (_, row) => row);
    const { answers, heldOutRows } = crossValidate(linear, regression, kFolds(3, { by: 'time', times }), {
      seed: 1,
    });
    expect(heldOutRows).toEqual(Uint32Array.from({ length: 450 }, (_, index) => 150 + index));
    expect(answers.findIndex((answer) => !Number.isNaN(answer))).toBe(150);
  });

  it('says how far it is', () => {
    const heard: CrossValidationProgress[] = [];
    const stratified = kFolds(2, { by: 'stratum', strata: binary.target, positions });
    crossValidate(algorithms.linear.create('binary'), binary, stratified, {
      seed: 1,
      onProgress: (progress) => heard.push(progress),
    });
    expect(heard[0]).toMatchObject({ fold: 1, folds: 2, iteration: 1 });
    expect(heard.at(-1)).toMatchObject({ fold: 2, folds: 2 });
  });

  it('makes conformal intervals that cover other rows', () => {
    const { answers } = crossValidate(linear, regression, folds, { seed: 1 });
    const radius = conformalRadius(
      target.map((value, row) => Math.abs(value - answers[row]!)),
      0.9,
    );
    const other = randomTable(features, 2000, 40);
    const model = linear.fit(regression, { seed: 1 });
    const { coverage } = measureIntervals(randomTarget(features, other, 41), model.predict(other), radius);
    // Calibration noise √(0.09 / 600) and that of 2,000 rows, three of their deviations.
    expect(Math.abs(coverage - 0.9)).toBeLessThan(0.045);
  });

  it.each([
    [[], 'there is none'],
    [
      [{ training: Uint32Array.of(0, 1), heldOut: Uint32Array.of(1) }],
      'row 1 is held out and learned from in one fold',
    ],
    [
      [
        { training: Uint32Array.of(0), heldOut: Uint32Array.of(2) },
        { training: Uint32Array.of(1), heldOut: Uint32Array.of(2) },
      ],
      'row 2 is held out twice',
    ],
  ])('refuses folds that leak or repeat: %j', (wrong, message) => {
    expect(() => crossValidate(linear, regression, wrong, { seed: 1 })).toThrow(
      `invalid_folds: folds: ${message}`,
    );
  });
});

describe('training data of some rows', () => {
  it('keeps features, derived features and classes, and takes target and weights along', () => {
    const derived = [{ name: 'ratio', expression: 'age / income' }];
    const part = selectTraining({ ...binary, derived, classes: ['no', 'yes'] }, [5, 2]);
    expect(part).toMatchObject({ features, derived, classes: ['no', 'yes'] });
    expect(part.table.rowCount).toBe(2);
    expect(part.target).toEqual(Float64Array.of(binary.target[5]!, binary.target[2]!));
    expect(part.sampleWeight).toEqual(Float64Array.of(3, 3));
    expect(selectTraining(regression, [0])).not.toHaveProperty('sampleWeight');
    expect(() => selectTraining(regression, [ROWS])).toThrow(`${ROWS} is not one of the ${ROWS} rows`);
  });
});
