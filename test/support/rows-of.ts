import { createHash } from 'node:crypto';
import type { FeatureSchemaDto } from '#libs/sdk';

export type Row = Readonly<Record<string, number | string | boolean | null>>;

/**
 * Rows within what a version learned from, and somewhat beyond; where a value may be missing, a fifth are. The same
 * ones each time.
 */
export function rowsOf(features: readonly FeatureSchemaDto[], count: number): Row[] {
  return Array.from({ length: count }, (_, row) =>
    Object.fromEntries(features.map((feature) => [feature.name, valueOf(feature, row)])),
  );
}

function valueOf(feature: FeatureSchemaDto, row: number): Row[string] {
  const { name, kind, nullable, integer, categories = [], training_minimum = 0 } = feature;
  if (nullable && draw(name, row, 'missing') < 0.2) return null;
  const place = draw(name, row, 'value');
  if (kind === 'boolean') return place < 0.5;
  if (kind === 'categorical') return categories[Math.floor(place * categories.length)]!;
  const width = (feature.training_maximum ?? training_minimum) - training_minimum;
  const value = training_minimum + (1.2 * place - 0.1) * width;
  return integer ? Math.round(value) : value;
}

/** Between 0 and 1. */
function draw(...key: readonly (string | number)[]): number {
  return createHash('sha256').update(key.join('\n')).digest().readUInt32BE() / 2 ** 32;
}
