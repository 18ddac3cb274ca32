import { MlError, type Problem } from '../errors.js';
import type { Task, TrainingData } from '../estimator.js';
import { probabilityName } from '../pipeline/output-names.js';
import { columnProblems, numbersOf, categoriesOf } from './columns.js';
import { isMissingCategory, type FeatureColumn, type Table } from './table.js';

/** Below two rows there is nothing to compare. The caller asks for more where a model's worth is judged. */
const MINIMUM_ROWS = 2;

/**
 * What every estimator demands of its input, checked once before `fit` looks at anything.
 *
 * @throws MlError `invalid_table` (columns missing, misshaped, infinite, not 0/1, missing values in a column that
 * is not nullable), `too_few_rows`, `invalid_target`, `constant_target`, `single_class`.
 */
export function checkTrainingData(training: TrainingData, task: Task): void {
  const { features, derived = [], table, target, classes = [], sampleWeight } = training;
  const problems = [
    ...namingProblems([...features, ...derived], classes),
    ...features.flatMap((feature) => valueProblems(feature, table)),
    ...(sampleWeight === undefined ? [] : weightProblems(sampleWeight, table.rowCount)),
  ];
  if (problems.length > 0) throw new MlError('invalid_table', problems);
  if (target.length !== table.rowCount) {
    refuseTarget('invalid_target', `has ${target.length} values, the table has ${table.rowCount} rows`);
  }
  if (table.rowCount < MINIMUM_ROWS) {
    const detail = `training needs at least ${MINIMUM_ROWS} rows, there are ${table.rowCount}`;
    throw new MlError('too_few_rows', [{ field: 'table', detail }]);
  }
  if (task === 'multiclass') checkClasses(target, classes);
  else checkTargetValues(target, task);
}

function namingProblems(
  features: readonly { readonly name: string }[],
  classes: readonly string[],
): Problem[] {
  // Those of every task: a column need not be renamed when the same table trains another one.
  const outputs = new Set(['prediction', 'label', 'probability', ...classes.map(probabilityName)]);
  if (features.length === 0) return [{ field: 'features', detail: 'there is no feature to learn from' }];
  const seen = new Set<string>();
  return features.flatMap(({ name }) => {
    const problems: Problem[] = [];
    if (name === '') problems.push({ field: 'features', detail: 'a feature has an empty name' });
    if (seen.has(name)) problems.push({ field: name, detail: 'the feature is listed twice' });
    if (outputs.has(name)) {
      problems.push({ field: name, detail: "the name is taken by the model's output; rename the column" });
    }
    seen.add(name);
    return problems;
  });
}

function valueProblems(feature: FeatureColumn, table: Table): Problem[] {
  const misshaped = columnProblems(feature, table);
  if (misshaped.length > 0) return misshaped;
  const problems: Problem[] = [];
  const refuse = (count: number, detail: string): void => {
    if (count > 0)
      problems.push({ field: feature.name, detail: `${count} of ${table.rowCount} rows ${detail}` });
  };
  let missing: number;
  if (feature.kind === 'categorical') {
    missing = categoriesOf(table, feature.name).filter(isMissingCategory).length;
  } else {
    const values = numbersOf(table, feature.name);
    missing = values.filter((value) => Number.isNaN(value)).length;
    refuse(values.filter((value) => Math.abs(value) === Infinity).length, 'are infinite');
    if (feature.kind === 'boolean') {
      refuse(
        values.filter((value) => Number.isFinite(value) && value !== 0 && value !== 1).length,
        'are not 0 or 1',
      );
    }
  }
  if (!feature.nullable) refuse(missing, 'have no value, but the feature is not nullable');
  return problems;
}

function weightProblems(weights: Float64Array, rowCount: number): Problem[] {
  const field = 'sample_weight';
  if (weights.length !== rowCount) {
    return [{ field, detail: `has ${weights.length} values, the table has ${rowCount} rows` }];
  }
  const wrong = weights.filter((weight) => !(weight > 0 && weight < Infinity)).length;
  if (wrong === 0) return [];
  return [{ field, detail: `${wrong} of ${rowCount} rows have no positive finite weight` }];
}

function checkClasses(target: Float64Array, classes: readonly string[]): void {
  const seen = new Set(target);
  if (new Set(classes).size < classes.length) refuseTarget('invalid_target', 'lists a class twice');
  if (![...seen].every((value) => Number.isInteger(value) && value >= 0 && value < classes.length)) {
    refuseTarget('invalid_target', `has values other than the indices of its ${classes.length} classes`);
  }
  if (seen.size < 2) refuseTarget('single_class', 'every row is of one class: at least two are needed');
  const absent = classes.filter((_, index) => !seen.has(index));
  if (absent.length > 0) {
    refuseTarget('invalid_target', `has no row of ${absent.length} of its ${classes.length} classes`);
  }
}

function checkTargetValues(target: Float64Array, task: 'regression' | 'binary'): void {
  const first = target[0];
  const isConstant = target.every((value) => value === first);
  switch (task) {
    case 'regression':
      if (!target.every((value) => Number.isFinite(value))) {
        refuseTarget('invalid_target', 'has missing or infinite values');
      }
      if (isConstant) refuseTarget('constant_target', 'has one value only: there is nothing to learn');
      return;
    case 'binary':
      if (!target.every((value) => value === 0 || value === 1)) {
        refuseTarget('invalid_target', 'has values other than 0 and 1');
      }
      if (isConstant) refuseTarget('single_class', `every row is of class ${first}: both classes are needed`);
  }
}

function refuseTarget(code: 'invalid_target' | 'constant_target' | 'single_class', detail: string): never {
  throw new MlError(code, [{ field: 'target', detail }]);
}
