import { type DatasetDefinition, featureColumn } from '#libs/datasets';
import {
  columnsOf,
  type DerivedExpression,
  evaluateDerived,
  type LearntConstants,
  MlError,
  parseAllDerived,
} from '#libs/ml';
import { type FeatureRow, type FeatureSchema, featureTable, type ModelDefinition } from '#libs/models';

/** As far as rows go in a derived feature. */
export interface DerivedRange {
  /** The columns that it reads. */
  readonly columns: readonly string[];
  readonly low: number;
  readonly high: number;
  readonly valuesOf: (rows: readonly FeatureRow[]) => Float64Array;
}

export interface DerivedSource {
  readonly dataset: DatasetDefinition;
  readonly features: readonly FeatureSchema[];
  readonly derived: NonNullable<ModelDefinition['derived']>;
  readonly learnt: LearntConstants;
}

/** Columns that belong together stand in one derived feature: a credit and what is paid back of it in a year. */
export function derivedRanges(source: DerivedSource, rows: readonly FeatureRow[]): DerivedRange[] {
  const { dataset, features, derived } = source;
  const names = new Set(features.map(({ name }) => name));
  const columns = dataset.columns.filter(({ name }) => names.has(name)).map(featureColumn);
  try {
    return parseAllDerived(derived, columns)
      .map((expression) => rangeOf(expression, source, rows))
      .filter((range) => range !== undefined);
  } catch (error) {
    // A version that was imported, or trained before a release changed the model, may read other columns, and has
    // learnt nothing for the expressions of today.
    if (error instanceof MlError || error instanceof TypeError) return [];
    throw error;
  }
}

function rangeOf(
  expression: DerivedExpression,
  { features, learnt }: DerivedSource,
  rows: readonly FeatureRow[],
): DerivedRange | undefined {
  const columns = columnsOf(expression);
  const read = features.filter(({ name }) => columns.includes(name));
  const valuesOf = (of: readonly FeatureRow[]): Float64Array =>
    evaluateDerived(expression, featureTable(read, of), learnt);
  const known = valuesOf(rows)
    .filter((value) => !Number.isNaN(value))
    .sort();
  return known.length === 0 ? undefined : { columns, low: known[0]!, high: known.at(-1)!, valuesOf };
}

/**
 * Whether rows like these occur, as far as derived features tell. What a row has itself is possible for it, however rare.
 * @param from the row that the others are made of
 */
export function occurring(
  ranges: readonly DerivedRange[],
  from: FeatureRow,
): (rows: readonly FeatureRow[]) => boolean[] {
  return (rows) => {
    const occurs = rows.map(() => true);
    for (const { low, high, valuesOf } of ranges) {
      const own = valuesOf([from])[0]!;
      const [lowest, highest] = Number.isNaN(own) ? [low, high] : [Math.min(low, own), Math.max(high, own)];
      valuesOf(rows).forEach((value, index) => {
        const allowed = Object.is(value, own) || (value >= lowest && value <= highest);
        if (!allowed) occurs[index] = false;
      });
    }
    return occurs;
  };
}
