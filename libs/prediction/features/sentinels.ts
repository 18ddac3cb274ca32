import { isMissingCategory } from '#libs/ml';
import type { FeatureSchema, FeatureValue } from '#libs/models';

/** The row with nulls where it held values that stand for a missing one, and which features those were. */
export interface Cleared {
  readonly row: unknown;
  readonly cleared: readonly string[];
}

/** Values of a request that stand for a missing one: `365243` days of employment, or an empty text. */
export class Sentinels {
  private readonly features: readonly FeatureSchema[];
  private readonly markers: ReadonlyMap<string, ReadonlySet<unknown>>;

  constructor(features: readonly FeatureSchema[]) {
    // Other categories that are no value are refused already, as none of those that exist.
    this.features = features.filter(({ open, missingValues = [] }) => open || missingValues.length > 0);
    this.markers = new Map(
      this.features.map(({ name, missingValues = [] }) => [name, new Set(missingValues.map(String))]),
    );
  }

  clear(candidate: unknown): Cleared {
    if (this.features.length === 0 || typeof candidate !== 'object' || candidate === null)
      return { row: candidate, cleared: [] };
    const given = candidate as Readonly<Record<string, FeatureValue>>;
    const cleared = this.features
      .filter((feature) => Object.hasOwn(given, feature.name) && this.isMarker(feature, given[feature.name]!))
      .map(({ name }) => name);
    if (cleared.length === 0) return { row: candidate, cleared };
    return { row: { ...given, ...Object.fromEntries(cleared.map((name) => [name, null])) }, cleared };
  }

  private isMarker({ name, kind, open }: FeatureSchema, value: FeatureValue): boolean {
    if (value === null) return false;
    if (open && typeof value === 'string' && isMissingCategory(value)) return true;
    // A number sent as text is refused, also one that stands for nothing.
    if (kind === 'numeric' && typeof value !== 'number') return false;
    return this.markers.get(name)!.has(String(value));
  }
}
