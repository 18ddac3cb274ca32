import type { FittedFeature, TrainingData } from '../estimator.js';
import { categoriesOf, numbersOf } from '../table/columns.js';
import { summarise, type NumericSummary } from '../table/statistics.js';
import { isMissingCategory, type FeatureColumn } from '../table/table.js';

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
  readonly feature: FittedFeature;
  readonly warnings: readonly string[];
}

/** Learns one feature's encoding from checked training rows. */
export function learnEncoding(feature: FeatureColumn, training: TrainingData): LearnedEncoding {
  return feature.kind === 'categorical'
    ? learnCategories(feature, categoriesOf(training.table, feature.name))
    : learnNumbers(feature, numbersOf(training.table, feature.name));
}

function learnNumbers(feature: FeatureColumn, values: Float64Array): LearnedEncoding {
  const { name, kind } = feature;
  const summary = summarise(values);
  const inputType = kind === 'boolean' && !feature.nullable ? 'bool' : 'double';
  if (summary === undefined) {
    const encoding = {
      name,
      inputType,
      center: 0,
      scale: 1,
      imputed: 0,
      usesValue: false,
      usesMissing: false,
    } as const;
    return {
      encoding: { kind: 'number', ...encoding },
      feature: { ...feature, missingCount: values.length },
      warnings: [noValue(name)],
    };
  }
  const { count, minimum, maximum, mean } = summary;
  const usesValue = minimum !== maximum;
  const usesMissing = count < values.length;
  return {
    encoding: { kind: 'number', name, inputType, ...scaling(kind, summary), usesValue, usesMissing },
    feature: { ...feature, missingCount: values.length - count, minimum, maximum, mean },
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

function learnCategories(feature: FeatureColumn, values: readonly (string | null)[]): LearnedEncoding {
  const { name } = feature;
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
    feature: { ...feature, missingCount, categories },
    warnings: informative ? [] : [categories.length === 0 ? noValue(name) : oneValue(name)],
  };
}

const noValue = (name: string): string =>
  `column ${name} had no value in the training rows and does not contribute`;
const oneValue = (name: string): string =>
  `column ${name} had one value only in the training rows and does not contribute`;
const onlyMissing = (name: string): string =>
  `column ${name} had one value only in the training rows: whether it is missing contributes, its value does not`;
