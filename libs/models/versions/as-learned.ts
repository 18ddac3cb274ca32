import type { DatasetDefinition } from '#libs/datasets';
import type { FeatureSchema } from './fitted-schema.js';

/**
 * The dataset as a version learned it: what meant a missing value in its training rows does so in the rows that it
 * answers, whatever has been declared since.
 */
export function asLearned(
  dataset: DatasetDefinition,
  features: readonly Pick<FeatureSchema, 'name' | 'missingValues'>[],
): DatasetDefinition {
  const learned = new Map(features.map((feature) => [feature.name, feature]));
  return {
    ...dataset,
    columns: dataset.columns.map((column) => {
      const feature = learned.get(column.name);
      if (!feature) return column;
      const { missingValues: _present, ...rest } = column;
      return feature.missingValues ? { ...rest, missingValues: feature.missingValues } : rest;
    }),
  };
}
