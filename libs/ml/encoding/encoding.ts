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

/**
 * A 0/1 column per category costs memory and time, and a category of few rows teaches little: beyond these, the most
 * frequent ones, categories are treated like missing and unseen ones.
 */
const MOST_CATEGORIES = 100;

/** How a categorical column becomes one 0/1 column per category, none when the rows do not differ. */
export interface CategoryEncoding {
  readonly kind: 'categories';
  readonly name: string;
  /** The most frequent ones, sorted by code unit. */
  readonly categories: readonly string[];
  readonly usesCategories: boolean;
  /** Missing, together with rare, is a category of its own when the training rows had it. */
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
    return { encoding: { kind: 'number', name, inputType, ...nothing }, warnings: [] };
  }
  const usesValue = summary.minimum !== summary.maximum;
  const usesMissing = summary.count < values.length;
  return {
    encoding: { kind: 'number', name, inputType, ...scaling(kind, summary), usesValue, usesMissing },
    warnings: [],
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
  const counts = new Map<string, number>();
  for (const value of values) {
    if (value !== null && !isMissingCategory(value)) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const observed = [...counts.keys()].sort();
  // A stable sort: of equally frequent categories, the first by code unit are kept.
  const byFrequency = observed.toSorted((a, b) => counts.get(b)! - counts.get(a)!);
  const categories = byFrequency.slice(0, MOST_CATEGORIES).sort();
  const kept = categories.reduce((sum, category) => sum + counts.get(category)!, 0);
  const usesMissing = kept < values.length;
  const informative = categories.length + (usesMissing ? 1 : 0) > 1;
  const encoding = { name, categories, usesCategories: informative, usesMissing: informative && usesMissing };
  const warnings = observed.length > categories.length ? [rareCategories(name, observed.length)] : [];
  return { encoding: { kind: 'categories', ...encoding }, warnings };
}

const rareCategories = (name: string, count: number): string =>
  `column ${name} has ${count} categories: the ${MOST_CATEGORIES} most frequent ones contribute, the others together`;
