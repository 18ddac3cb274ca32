import { MlError } from '../errors.js';
import { meanAndDeviation } from '../metrics/mean-and-deviation.js';
import { Random } from '../random/random.js';
import type { ColumnValues, Table } from '../table/table.js';
import { withColumn } from '../table/with-column.js';

export interface PermutationImportanceOptions {
  /** Raw columns to judge; derived features follow theirs. */
  readonly features: readonly string[];
  /** Held-out rows; on training rows it shows what the model has memorised. */
  readonly table: Table;
  readonly predict: (table: Table) => Float64Array;
  /** From the answers for the table's rows, in order. */
  readonly metric: (answers: Float64Array) => number;
  readonly greaterIsBetter: boolean;
  readonly seed: number;
  /** Default 5; at least 2. */
  readonly repeats?: number;
}

export interface PermutationImportance {
  readonly feature: string;
  /** By how much the metric gets worse, in its unit; near 0 or negative for a feature that the model can do without. */
  readonly mean: number;
  /** Over the repeats, divided by their number less one. */
  readonly standard_deviation: number;
}

export interface PermutationImportances {
  /** The metric of the untouched rows. */
  readonly baseline: number;
  /** The most important first; equals by name. */
  readonly importances: readonly PermutationImportance[];
}

/**
 * How much worse a model gets when a column's values are dealt to other rows (Breiman 2001, "Random forests",
 * section 10; for any model Fisher, Rudin, Dominici 2019). Costs features × repeats predictions of the table. Of
 * columns that say the same, each looks unimportant, as the other one remains. All features are judged by the same
 * permutations.
 *
 * @throws MlError `invalid_table` when a column is absent, `invalid_option`.
 */
export function permutationImportance(options: PermutationImportanceOptions): PermutationImportances {
  const { features, table, predict, metric, greaterIsBetter, seed, repeats = 5 } = options;
  if (!(Number.isInteger(repeats) && repeats >= 2)) {
    const detail = `must be a whole number from 2 on, is ${repeats}`;
    throw new MlError('invalid_option', [{ field: 'repeats', detail }]);
  }
  const absent = features.filter((name) => !Object.hasOwn(table.columns, name));
  if (absent.length > 0) {
    const problems = absent.map((field) => ({ field, detail: 'the column is not in the table' }));
    throw new MlError('invalid_table', problems);
  }
  const random = new Random(seed);
  const orders = Array.from({ length: repeats }, () => random.permutation(table.rowCount));
  const baseline = metric(predict(table));
  const importances = features.map((feature) => {
    const losses = orders.map((order) => {
      const permuted = metric(predict(withColumn(table, feature, permute(table.columns[feature]!, order))));
      return greaterIsBetter ? baseline - permuted : permuted - baseline;
    });
    const { mean, deviation } = meanAndDeviation(losses);
    return { feature, mean, standard_deviation: deviation };
  });
  importances.sort((a, b) => b.mean - a.mean || (a.feature < b.feature ? -1 : 1));
  return { baseline, importances };
}

function permute(values: ColumnValues, order: Uint32Array): ColumnValues {
  if (values instanceof Float64Array) return Float64Array.from(order, (row) => values[row]!);
  return Array.from(order, (row) => values[row]!);
}
