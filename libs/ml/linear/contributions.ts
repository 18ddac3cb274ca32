import type { Encoding } from '../encoding/encoding.js';
import { categoriesOf, numbersOf } from '../table/columns.js';
import type { Table } from '../table/table.js';
import type { DesignTerm } from './design.js';

/** What a number adds to each output: ((value - center) / scale) * weight, or `missing` where there is no value. */
export interface NumberContribution {
  readonly kind: 'number';
  readonly name: string;
  readonly inputType: 'double' | 'bool';
  readonly center: number;
  readonly scale: number;
  /** These three: one per output. */
  readonly weight: readonly number[];
  readonly missing: readonly number[];
  /** The mean of what it added to the (weighted) training rows. */
  readonly expected: readonly number[];
}

/** What a category adds; `missing` also for categories that training never saw, or rarely. */
export interface CategoryContribution {
  readonly kind: 'categories';
  readonly name: string;
  readonly categories: readonly string[];
  /** Per output, one per category. */
  readonly added: readonly (readonly number[])[];
  readonly missing: readonly number[];
  readonly expected: readonly number[];
}

export type Contribution = NumberContribution | CategoryContribution;

/**
 * A linear model folded to what each model column adds to the scores. Imputation, indicator and one-hot encoding are
 * absorbed here, once, which keeps the graph small: the sum is the same as that over the design matrix.
 */
export interface LinearScore {
  /** One per model column, in their order. */
  readonly contributions: readonly Contribution[];
  /** One per output. */
  readonly intercepts: readonly number[];
}

/** What was learned of a design column: the (weighted) mean over the training rows and a weight per output. */
export interface LearnedTerm {
  readonly term: DesignTerm;
  readonly mean: number;
  readonly weights: readonly number[];
}

/** Folds encodings and learned weights. A column without terms adds 0 for every value. */
export function foldTerms(
  encodings: readonly Encoding[],
  terms: readonly LearnedTerm[],
  intercepts: readonly number[],
): LinearScore {
  const learned = new Map(terms.map((term) => [key(term.term), term]));
  const nothing = intercepts.map(() => 0);
  const weightsOf = (term: DesignTerm): readonly number[] => learned.get(key(term))?.weights ?? nothing;
  const contributions = encodings.map((encoding): Contribution => {
    const { name } = encoding;
    const missing = weightsOf({ feature: name, term: 'missing' });
    const expected = intercepts.map((_, output) =>
      terms.reduce(
        (sum, { term, mean, weights }) => (term.feature === name ? sum + mean * weights[output]! : sum),
        0,
      ),
    );
    if (encoding.kind === 'number') {
      const { inputType, center, scale, imputed } = encoding;
      const weight = weightsOf({ feature: name, term: 'value' });
      const imputedValue = (imputed - center) / scale;
      const withImputed = missing.map((added, output) => imputedValue * weight[output]! + added);
      return { kind: 'number', name, inputType, center, scale, weight, missing: withImputed, expected };
    }
    const { categories } = encoding;
    const perCategory = categories.map((category) =>
      weightsOf({ feature: name, term: 'category', category }),
    );
    const added = intercepts.map((_, output) => perCategory.map((weights) => weights[output]!));
    return { kind: 'categories', name, categories, added, missing, expected };
  });
  return { contributions, intercepts };
}

/** What a column adds, one array per output with one value per row. */
export function additionsOf(contribution: Contribution, table: Table): Float64Array[] {
  if (contribution.kind === 'number') {
    const { name, center, scale, weight, missing } = contribution;
    const values = numbersOf(table, name);
    const scaled = values.map((value) => (value - center) / scale);
    return weight.map((perUnit, output) => {
      const added = new Float64Array(values.length);
      const withoutValue = missing[output]!;
      for (let row = 0; row < added.length; row += 1) {
        added[row] = Number.isNaN(values[row]!) ? withoutValue : scaled[row]! * perUnit;
      }
      return added;
    });
  }
  const { name, categories, added, missing } = contribution;
  const places = new Map(categories.map((category, place) => [category, place]));
  const rows = Int32Array.from(categoriesOf(table, name), (value) => places.get(value ?? '') ?? -1);
  return added.map((perCategory, output) =>
    Float64Array.from(rows, (place) => (place < 0 ? missing[output]! : perCategory[place]!)),
  );
}

/**
 * In the order of the ONNX graph's additions, so that both give the same double: numbers fed as double, those fed as
 * bool (the graph converts them together), categories.
 */
export function inGraphOrder({ contributions }: LinearScore): {
  readonly numbers: readonly NumberContribution[];
  readonly categories: readonly CategoryContribution[];
} {
  const numbers = contributions.filter((part): part is NumberContribution => part.kind === 'number');
  const fedAs = (type: NumberContribution['inputType']): NumberContribution[] =>
    numbers.filter(({ inputType }) => inputType === type);
  const categories = contributions.filter((part): part is CategoryContribution => part.kind === 'categories');
  return { numbers: [...fedAs('double'), ...fedAs('bool')], categories };
}

function key({ feature, term, category }: DesignTerm): string {
  return JSON.stringify([feature, term, category ?? null]);
}
