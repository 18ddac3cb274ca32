import type { FeatureSchema } from '#libs/models';
import type { ColumnSpec } from '../column-specs.js';

type Value = number | string | boolean | null;

/** One row made of what the version knows of its columns: ranges and categories, never the values of a row. */
export function exampleRow(inputs: readonly ColumnSpec[], features: readonly FeatureSchema[]): Value[] {
  return inputs.map(({ name, type }) => {
    const feature = features.find((candidate) => candidate.name === name);
    switch (type) {
      case 'boolean':
        return true;
      case 'string':
        return feature?.categories?.[0] ?? null;
      default:
        return feature?.kind === 'numeric' || feature?.kind === 'date' ? middle(feature) : 1;
    }
  });
}

/** A round number about the middle of the training range: the ends of the range are values of rows. */
function middle({
  integer,
  minimum = -Infinity,
  maximum = Infinity,
  trainingMinimum,
  trainingMaximum,
}: FeatureSchema): number {
  const low = trainingMinimum ?? Math.max(minimum, 0);
  const high = trainingMaximum ?? low;
  const centre = low / 2 + high / 2;
  const round = integer ? Math.round(centre) : Number(centre.toPrecision(2));
  return Math.min(Math.max(round, minimum), maximum);
}
