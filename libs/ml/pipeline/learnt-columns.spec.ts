import { describe, expect, it } from '@jest/globals';
import { autoHyperparameters, createAuto } from '../auto/auto.js';
import { resolveHyperparameters } from '../hyperparameters.js';
import {
  createEstimator,
  crossValidate,
  fitPlatt,
  kFolds,
  readExplainer,
  seededPositions,
  selectRows,
  type Estimator,
  type FeatureColumn,
  type LearntConstants,
  type TrainingData,
} from '../index.js';
import { randomNumbers } from '../testing/random-table.js';
import { answersOf, openSession } from '../testing/run-onnx.js';
import { readExplainerState } from './explainer-state.js';

const rowCount = 120;
/** A row whose pay moves every mean that it counts in. */
const outlier = 17;

const features: readonly FeatureColumn[] = [
  { name: 'pay', kind: 'numeric', nullable: true, indirect: true },
  { name: 'post', kind: 'categorical', nullable: false },
];
const derived = [{ name: 'relative', expression: 'coalesce(pay / mean(pay, post), pay / mean(pay))' }];

/** Who earns less than others of the same post leaves. */
function training(payOfOutlier?: number): TrainingData {
  const next = randomNumbers(11);
  const post = Array.from(
    { length: rowCount },
    () => ['Manager', 'Tech Lead', 'Sales'][Math.floor(next() * 3)]!,
  );
  const pay = Float64Array.from(post, (name, row) => {
    const value = name.length * 1000 * (0.5 + next());
    return row === outlier && payOfOutlier !== undefined ? payOfOutlier : value;
  });
  const target = Float64Array.from(pay, (value, row) =>
    Number(value / post[row]!.length + 400 * next() < 1100),
  );
  return { features, derived, table: { rowCount, columns: { pay, post } }, target };
}

/** Remembers what every fit learnt and from how many rows. */
function recording(
  estimator: Estimator,
  fits: { readonly learnt: LearntConstants; readonly rows: number }[],
): Estimator {
  return {
    ...estimator,
    fit: (rows, options) => {
      const model = estimator.fit(rows, options);
      fits.push({ learnt: model.learnt, rows: rows.table.rowCount });
      return model;
    },
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe('learnt constants under cross-validation', () => {
  const folds = kFolds(4, { by: 'position', positions: seededPositions(rowCount, 3) });
  const validate = (rows: TrainingData): { learnt: readonly LearntConstants[]; answers: Float64Array } => {
    const fits: { learnt: LearntConstants; rows: number }[] = [];
    const { answers } = crossValidate(recording(createEstimator('linear', 'binary'), fits), rows, folds, {
      seed: 1,
    });
    return { learnt: fits.map(({ learnt }) => learnt), answers };
  };
  const plain = validate(training());

  it('are those of the fold: the means of its own training rows', () => {
    const { columns } = training().table;
    const pay = columns['pay'] as Float64Array;
    const expected = folds.map((fold) => {
      const rows = [...fold.training];
      const of = (name: string): number =>
        meanOf(rows.filter((row) => columns['post']![row] === name).map((row) => pay[row]!));
      return {
        'mean(pay)': meanOf(rows.map((row) => pay[row]!)),
        'mean(pay, post)': { Manager: of('Manager'), Sales: of('Sales'), 'Tech Lead': of('Tech Lead') },
      };
    });
    expect(plain.learnt).toEqual(expected);
    expect(new Set(plain.learnt.map((constants) => constants['mean(pay)'])).size).toBe(folds.length);
  });

  it('never know of a held-out row, however far out it is', () => {
    const moved = validate(training(1e9));
    folds.forEach(({ heldOut }, index) => {
      const isHeldOut = heldOut.includes(outlier);
      const same = JSON.stringify(moved.learnt[index]) === JSON.stringify(plain.learnt[index]);
      expect(same).toBe(isHeldOut);
      if (!isHeldOut) return;
      // Nor do the answers beside it.
      const others = [...heldOut].filter((row) => row !== outlier);
      expect(others.map((row) => moved.answers[row])).toEqual(others.map((row) => plain.answers[row]));
    });
  });

  it('are learnt anew for each of the settings and folds that auto tries, and from all rows at last', () => {
    const fits: { learnt: LearntConstants; rows: number }[] = [];
    const hyperparameters = resolveHyperparameters(autoHyperparameters, 'binary', {
      max_trials: 2,
      folds: 3,
    });
    const auto = createAuto('binary', hyperparameters, (algorithm, task) =>
      recording(createEstimator(algorithm, task, algorithm === 'gbdt' ? { n_estimators: 5 } : {}), fits),
    );
    const model = auto.fit(training(1e9), { seed: 1 });
    const compared = fits.slice(0, 6);
    expect(fits.map(({ rows }) => rows)).toEqual([...compared.map(() => 80), rowCount]);
    expect(fits[6]!.learnt).toBe(model.learnt);
    // One fold in three holds the outlier out.
    const touched = compared.filter(({ learnt }) => Number(learnt['mean(pay)']) > 1e6);
    expect(touched).toHaveLength(4);
    expect(new Set(compared.map(({ learnt }) => learnt['mean(pay)'])).size).toBe(3);
  });
});

describe('learnt constants of a fitted model', () => {
  const rows = training();
  const model = createEstimator('gbdt', 'binary', { n_estimators: 20, min_child_samples: 5 }).fit(rows, {
    seed: 1,
  });

  it('stay with it when its probabilities are calibrated, and go with its file', () => {
    const calibrated = model.withCalibration(fitPlatt(model.score(rows.table), rows.target));
    expect(calibrated.learnt).toEqual(model.learnt);
    expect(readExplainer(calibrated.toOnnx({})).learnt).toEqual(model.learnt);
    expect(Object.keys(model.learnt)).toEqual(['mean(pay, post)', 'mean(pay)']);
  });

  it('are plain means, whatever the rows weigh', () => {
    const sampleWeight = Float64Array.from(rows.target, (_, row) => 1 + row);
    const weighted = createEstimator('linear', 'binary').fit({ ...rows, sampleWeight }, { seed: 1 });
    expect(weighted.learnt).toEqual(model.learnt);
  });

  it('answer alike in the file, for posts that it knows, that it does not, and for none', async () => {
    const few = selectRows(rows.table, [0, 1, 2, 3, 4, 5]);
    const post = ['Manager', 'Astronaute', 'None', 'nan', '', 'Sales'];
    const table = { ...few, columns: { ...few.columns, post } };
    const session = await openSession(model.toOnnx({}));
    const answers = await answersOf(session, features, table);
    await session.release();
    model.predict(table).forEach((answer, row) => expect(answers[row]).toBeCloseTo(answer, 6));
    expect(readExplainer(model.toOnnx({})).explain(table)).toEqual(model.explain(table));
  });

  it('give their contribution to the columns that a row is read by: its own pay and its post', () => {
    const { contributions, baseline } = model.explain(rows.table);
    model.score(rows.table).forEach((score, row) => {
      const [pay, post] = contributions.subarray(row * 2, row * 2 + 2);
      expect(baseline[0]! + pay! + post!).toBeCloseTo(score, 6);
    });
  });

  it('are none in a file from before there were any', () => {
    const { features: columns, scores } = readExplainerState({
      explainer: JSON.stringify({ features, derived: [], scores: '{}' }),
    });
    expect({ columns, scores }).toEqual({ columns: features, scores: '{}' });
    expect(readExplainerState({ explainer: '{}' }).learnt).toEqual({});
  });
});
