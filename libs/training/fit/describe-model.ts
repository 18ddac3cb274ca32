import {
  beeswarm,
  type Explanation,
  type FittedModel,
  globalImportance,
  partialDependence,
  permutationImportance,
  selectRows,
  type Table,
} from '#libs/ml';
import type { ModelCardDetails } from '#libs/models';
import { decisiveMetric, evaluate } from './evaluate.js';
import type { HeldOut } from './hold-out.js';

// What a description may cost: with these limits seconds, whatever the table.
const permutedCells = 200_000;
const permutations = 5;
const explainedRows = 1000;
/** A sampled explanation costs thousands of answers per row. */
const explainedRowsSampled = 100;
const dependenceFeatures = 8;
const beeswarmFeatures = 20;
const beeswarmPoints = 300;
const beeswarmClasses = 10;

/** Importances, contributions and dependences of a fitted model, on held-out rows: no raw value of a row leaves. */
export function describeModel(
  model: FittedModel,
  { heldOut, classes }: HeldOut,
  seed: number,
): ModelCardDetails {
  const rows = { table: heldOut.table, target: heldOut.target };
  const explained = explainedTable(model, heldOut.table);
  const explanation = model.explain(explained);
  const importance = globalImportance(explanation);
  const coefficients = model.coefficients();
  return {
    ...(coefficients
      ? { coefficients: [...coefficients.terms], intercepts: [...coefficients.intercepts] }
      : {}),
    ...(model.report.curve ? { learning_curve: model.report.curve.map(learningPoint) } : {}),
    ...(model.splitImportance ? { split_importance: [...model.splitImportance] } : {}),
    ...(model.trials.length > 0 ? { trials: model.trials.map(trialOf) } : {}),
    permutation_importance: permuted(model, rows, classes, seed),
    contribution_importance: importance,
    beeswarm: swarms(explanation, explained, classes, seed),
    partial_dependence: importance
      .slice(0, dependenceFeatures)
      .map(({ feature }) => dependence(model, heldOut.table, feature, seed)),
  };
}

function trialOf({
  standardDeviation,
  hyperparameters,
  ...trial
}: FittedModel['trials'][number]): NonNullable<ModelCardDetails['trials']>[number] {
  return {
    ...trial,
    hyperparameters: { ...hyperparameters },
    ...(standardDeviation === undefined ? {} : { standard_deviation: standardDeviation }),
  };
}

function learningPoint({
  iteration,
  loss,
  validationLoss,
}: NonNullable<FittedModel['report']['curve']>[number]): NonNullable<
  ModelCardDetails['learning_curve']
>[number] {
  return { iteration, loss, ...(validationLoss === undefined ? {} : { validation_loss: validationLoss }) };
}

function explainedTable(model: FittedModel, table: Table): Table {
  const { method } = model.explain(first(table, 1));
  return first(table, method === 'sampled' ? explainedRowsSampled : explainedRows);
}

/** Held-out rows stand in the order of their identifiers, which says nothing of what they are. */
function first(table: Table, count: number): Table {
  const rows = Math.min(count, table.rowCount);
  return selectRows(
    table,
    Uint32Array.from({ length: rows }, (_, row) => row * Math.floor(table.rowCount / rows)),
  );
}

function permuted(
  model: FittedModel,
  { table, target }: { readonly table: Table; readonly target: Float64Array },
  classes: readonly string[],
  seed: number,
): NonNullable<ModelCardDetails['permutation_importance']> {
  const affordable = Math.floor(permutedCells / (permutations * model.features.length));
  const rows = Math.min(table.rowCount, Math.max(200, affordable));
  const used = first(table, rows);
  const step = Math.floor(table.rowCount / rows);
  const actual = Float64Array.from({ length: rows }, (_, row) => target[row * step]!);
  const metric = decisiveMetric(model.task, null);
  const { importances } = permutationImportance({
    features: model.features.map(({ name }) => name),
    table: used,
    predict: (changed) => model.predict(changed),
    metric: (answers) => evaluate(model.task, actual, answers, { threshold: 0.5, classes })[metric]!,
    greaterIsBetter: false,
    seed,
    repeats: permutations,
  });
  return importances.map(({ feature, mean, standard_deviation }) => ({
    feature,
    importance: mean,
    standard_deviation,
  }));
}

function swarms(
  explanation: Explanation,
  table: Table,
  classes: readonly string[],
  seed: number,
): NonNullable<ModelCardDetails['beeswarm']> {
  const outputs = Math.min(explanation.baseline.length, beeswarmClasses);
  const mostPoints = Math.ceil(beeswarmPoints / outputs);
  return Array.from({ length: outputs }, (_, output) => output).flatMap((output) =>
    beeswarm(explanation, table, { seed, mostPoints, output })
      .slice(0, beeswarmFeatures)
      .map(({ feature, points }) => ({
        feature,
        ...(classes.length > 0 ? { class: classes[output]! } : {}),
        points: [...points],
      })),
  );
}

function dependence(
  model: FittedModel,
  table: Table,
  name: string,
  seed: number,
): NonNullable<ModelCardDetails['partial_dependence']>[number] {
  const { kind } = model.features.find((feature) => feature.name === name)!;
  const { points } = partialDependence({
    feature: { name, kind },
    table,
    predict: (changed) => model.predict(changed),
    seed,
  });
  return {
    feature: name,
    points: points.map(({ value, average, lower, upper }) => ({
      value,
      average: [...average],
      lower: [...lower],
      upper: [...upper],
    })),
  };
}
