import type { FittedFeature } from '../estimator.js';
import { categoriesOf, numbersOf } from './columns.js';
import { isMissingCategory, type FeatureColumn, type Table } from './table.js';

const SHRINK = 2 ** -40;

/** What the rows show of a column: for forms, ranges and model cards. The table must have been checked. */
export function describeFeature(feature: FeatureColumn, table: Table): FittedFeature {
  const { name, kind, nullable, indirect } = feature;
  const declared = { name, kind, nullable, ...(indirect === true ? { indirect } : {}) };
  if (kind === 'categorical') {
    const values = categoriesOf(table, name);
    const categories = new Set<string>();
    let missingCount = 0;
    for (const value of values) {
      if (value === null || isMissingCategory(value)) missingCount += 1;
      else categories.add(value);
    }
    return { ...declared, missingCount, categories: [...categories].sort() };
  }
  const values = numbersOf(table, name);
  let count = 0;
  let minimum = Infinity;
  let maximum = -Infinity;
  let sum = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    count += 1;
    minimum = Math.min(minimum, value);
    maximum = Math.max(maximum, value);
    // Halved so often that no number of huge values overflows; a power of two costs no precision.
    sum += value * SHRINK;
  }
  const described = { ...declared, missingCount: values.length - count };
  return count === 0 ? described : { ...described, minimum, maximum, mean: sum / count / SHRINK };
}
