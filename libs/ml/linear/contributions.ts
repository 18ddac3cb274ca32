import type { Coefficient } from '../estimator.js';
import { categoriesOf, numbersOf } from '../table/columns.js';
import type { Table } from '../table/table.js';
import type { Encoding } from '../encoding/encoding.js';

/** What a number adds: ((value - center) / scale) * weight, or `missing` where there is no value. */
export interface NumberContribution {
  readonly name: string;
  readonly inputType: 'double' | 'bool';
  readonly center: number;
  readonly scale: number;
  readonly weight: number;
  readonly missing: number;
}

/** What a category adds; `missing` also for categories that training never saw. */
export interface CategoryContribution {
  readonly name: string;
  readonly categories: readonly string[];
  readonly added: readonly number[];
  readonly missing: number;
}

/**
 * A linear model folded to what each raw column adds to the score. Imputation, indicator and one-hot encoding
 * are absorbed here, once, which keeps the graph small: the sum is the same as that over the design matrix.
 */
export interface LinearScore {
  /** Those fed as bool stand last: the graph converts them together. */
  readonly numbers: readonly NumberContribution[];
  readonly categories: readonly CategoryContribution[];
  readonly intercept: number;
}

/** Folds encodings and learned coefficients. A feature without coefficients adds 0 for every value. */
export function foldCoefficients(
  encodings: readonly Encoding[],
  coefficients: readonly Coefficient[],
  intercept: number,
): LinearScore {
  const learned = new Map(coefficients.map((coefficient) => [key(coefficient), coefficient.coefficient]));
  const numbers: NumberContribution[] = [];
  const categories: CategoryContribution[] = [];
  for (const encoding of encodings) {
    const { name } = encoding;
    const missing = learned.get(key({ feature: name, term: 'missing' })) ?? 0;
    if (encoding.kind === 'number') {
      const { inputType, center, scale, imputed } = encoding;
      const weight = learned.get(key({ feature: name, term: 'value' })) ?? 0;
      const imputedShare = ((imputed - center) / scale) * weight;
      numbers.push({ name, inputType, center, scale, weight, missing: imputedShare + missing });
    } else {
      const added = encoding.categories.map(
        (category) => learned.get(key({ feature: name, term: 'category', category })) ?? 0,
      );
      categories.push({ name, categories: encoding.categories, added, missing });
    }
  }
  const fedAs = (type: NumberContribution['inputType']): NumberContribution[] =>
    numbers.filter(({ inputType }) => inputType === type);
  return { numbers: [...fedAs('double'), ...fedAs('bool')], categories, intercept };
}

/**
 * The score per row. Additions stand in the order of the ONNX graph (numbers, then categories, then intercept),
 * so that both give the same double.
 */
export function scoreRows(score: LinearScore, table: Table): Float64Array {
  const sum = new Float64Array(table.rowCount);
  const addAll = (added: (row: number) => number): void => {
    for (let row = 0; row < sum.length; row += 1) sum[row] = (sum[row] ?? NaN) + added(row);
  };
  for (const { name, center, scale, weight, missing } of score.numbers) {
    const values = numbersOf(table, name);
    addAll((row) => {
      const value = values[row] ?? NaN;
      return Number.isNaN(value) ? missing : ((value - center) / scale) * weight;
    });
  }
  for (const { name, categories, added, missing } of score.categories) {
    const values = categoriesOf(table, name);
    const byCategory = new Map(categories.map((category, index) => [category, added[index]]));
    addAll((row) => byCategory.get(values[row] ?? '') ?? missing);
  }
  addAll(() => score.intercept);
  return sum;
}

function key({ feature, term, category }: Omit<Coefficient, 'coefficient'>): string {
  return JSON.stringify([feature, term, category ?? null]);
}
