import type { DatasetColumn, DatasetDefinition } from '#libs/datasets';
import type { FeatureSchema } from './versions/fitted-schema.js';

/**
 * What a request may hold beyond a version's features in their own spelling. Made of the dataset's present declaration,
 * not stored with versions: a spelling that is declared today helps the callers of every version.
 */
export interface RequestColumns {
  /** Column by other name. */
  readonly aliases: ReadonlyMap<string, string>;
  /** Other texts for a value, by column and value. */
  readonly synonyms: ReadonlyMap<string, Readonly<Record<string, readonly string[]>>>;
  /** Checked like features, but neither used nor recorded. */
  readonly unused: readonly FeatureSchema[];
  /** Every name of the target: an answer must not have seen it. */
  readonly targetNames: ReadonlySet<string>;
}

export function requestColumns(
  dataset: DatasetDefinition,
  target: string,
  features: readonly FeatureSchema[],
): RequestColumns {
  const used = new Set(features.map(({ name }) => name));
  const unused = dataset.columns.filter(
    ({ name, acceptedUnused }) => acceptedUnused && !used.has(name) && name !== target,
  );
  const known = dataset.columns.filter((column) => used.has(column.name) || unused.includes(column));
  const label = dataset.columns.find(({ name }) => name === target);
  return {
    aliases: new Map(known.flatMap(({ name, aliases }) => (aliases ?? []).map((alias) => [alias, name]))),
    synonyms: new Map(known.flatMap(({ name, synonyms }) => (synonyms ? [[name, synonyms]] : []))),
    unused: unused.map(uncheckedByTraining),
    targetNames: new Set([target, ...(label?.aliases ?? [])]),
  };
}

/** A column that the version never saw, as its dataset declares it. */
function uncheckedByTraining(column: DatasetColumn): FeatureSchema {
  const { name, kind, description, unit, nullable, integer, minimum, maximum, allowedValues } = column;
  return {
    name,
    kind,
    description,
    nullable,
    optional: true,
    trainingMissing: 0,
    ...(unit === undefined ? {} : { unit }),
    ...(integer === undefined ? {} : { integer }),
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
    ...(allowedValues === undefined ? {} : { categories: allowedValues }),
  };
}
