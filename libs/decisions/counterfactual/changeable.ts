import type { FeatureValue } from '#libs/models';

/** A feature of one row that may take other values. */
export interface Changeable {
  readonly feature: string;
  readonly from: FeatureValue;
  /** Values that other rows hold, each allowed here. */
  readonly candidates: readonly FeatureValue[];
  /** How far a value lies from the row's own, above 0 and at most 1. */
  distance(value: FeatureValue): number;
  /** Numbers and days: how to look for a smaller change. Absent for categories, and where the row has no value. */
  readonly scale?: Scale;
}

/** A feature as a number line. */
export interface Scale {
  readonly number: (value: FeatureValue) => number;
  /** Whole numbers and days are rounded. */
  readonly value: (number: number) => FeatureValue;
  /** A difference that does not matter. */
  readonly tolerance: number;
}

export interface Change {
  readonly changeable: Changeable;
  readonly to: FeatureValue;
}

export interface Attempt {
  readonly changes: readonly Change[];
  readonly probability: number;
}

/** Fewer changes are always nearer; among equally many, those that move less. */
export function distanceOf(changes: readonly Change[]): number {
  if (changes.length === 0) return 0;
  const moved = changes.reduce((sum, { changeable, to }) => sum + changeable.distance(to), 0);
  return changes.length + moved / changes.length;
}
