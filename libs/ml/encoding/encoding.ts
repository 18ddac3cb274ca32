import { categoriesOf, numbersOf } from '../table/columns.js';
import { summarise, type NumericSummary } from '../table/statistics.js';
import { isMissingCategory, type FeatureColumn, type Table } from '../table/table.js';

/** How a numeric or boolean column becomes at most two columns of the design. */
export interface NumberEncoding {
  readonly kind: 'number';
  readonly name: string;
  /** What the ONNX graph is fed: bool for booleans that are never missing. */
  readonly inputType: 'double' | 'bool';
  /** The design holds (value - center) / scale; booleans stay 0 and 1. */
  readonly center: number;
  readonly scale: number;
  /** Stands in for a missing value: the training median, or the more frequent boolean. */
  readonly imputed: number;
  /** False when the observed values do not differ. */
  readonly usesValue: boolean;
  /** A 0/1 column "had no value"; only when the training rows show what that means. */
  readonly usesMissing: boolean;
}

/** How a categorical column becomes one 0/1 column per category, none when the rows do not differ. */
export interface CategoryEncoding {
  readonly kind: 'categories';
  readonly name: string;
  /** Sorted by code unit. */
  readonly categories: readonly string[];
  readonly usesCategories: boolean;
  /** Missing is a category of its own when the training rows had it. */
  readonly usesMissing: boolean;
}

export type Encoding = NumberEncoding | CategoryEncoding;

export interface LearnedEncoding {
  readonly encoding: Encoding;
  readonly warnings: readonly string[];
}

/** Learns one column's encoding from checked training rows. */
export function learnEncoding(column: FeatureColumn, table: Table): LearnedEncoding {
  return column.kind === 'categorical'
    ? learnCategories(column, categoriesOf(table, column.name))
    : learnNumbers(column, numbersOf(table, column.name));
}

function learnNumbers({ name, kind, nullable }: FeatureColumn, values: Float64Array): LearnedEncoding {
  const summary = summarise(values);
  const inputType = kind === 'boolean' && !nullable ? 'bool' : 'double';
  if (summary === undefined) {
    const nothing = { center: 0, scale: 1, imputed: 0, usesValue: false, usesMissing: false };
    return { encoding: { kind: 'number', name, inputType, ...nothing }, warnings: [noValue(name)] };
  }
  const usesValue = summary.minimum !== summary.maximum;
  const usesMissing = summary.count < values.length;
  return {
    encoding: { kind: 'number', name, inputType, ...scaling(kind, summary), usesValue, usesMissing },
    warnings: usesValue ? [] : [usesMissing ? onlyMissing(name) : oneValue(name)],
  };
}

function scaling(
  kind: FeatureColumn['kind'],
  { mean, deviation, median }: NumericSummary,
): Pick<NumberEncoding, 'center' | 'scale' | 'imputed'> {
  if (kind === 'boolean') return { center: 0, scale: 1, imputed: mean > 0.5 ? 1 : 0 };
  return { center: mean, scale: deviation === 0 ? 1 : deviation, imputed: median };
}

function learnCategories({ name }: FeatureColumn, values: readonly (string | null)[]): LearnedEncoding {
  const observed = values.filter((value): value is string => !isMissingCategory(value));
  const categories = [...new Set(observed)].sort();
  const missingCount = values.length - observed.length;
  const informative = categories.length + (missingCount > 0 ? 1 : 0) > 1;
  return {
    encoding: {
      kind: 'categories',
      name,
      categories,
      usesCategories: informative,
      usesMissing: informative && missingCount > 0,
    },
    warnings: informative ? [] : [categories.length === 0 ? noValue(name) : oneValue(name)],
  };
}

const noValue = (name: string): string =>
  `column ${name} had no value in the training rows and does not contribute`;
const oneValue = (name: string): string =>
  `column ${name} had one value only in the training rows and does not contribute`;
const onlyMissing = (name: string): string =>
  `column ${name} had one value only in the training rows: whether it is missing contributes, its value does not`;
