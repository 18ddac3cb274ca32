import { type RowSplit, type SeenRowKeys, SeenRows } from '#libs/ml';
import type { FeatureValue } from '../live/onnx-session.js';
import { numberOf } from '../live/number-of.js';
import type { FeatureSchema } from './fitted-schema.js';

export type { RowSplit, SeenRowKeys } from '#libs/ml';

/** Tells how a version knew rows of its dataset: whether it learned from them. */
export class KnownRows {
  private readonly seen: SeenRows;

  constructor(
    keys: SeenRowKeys,
    private readonly features: readonly Pick<FeatureSchema, 'kind'>[],
  ) {
    this.seen = new SeenRows(keys);
  }

  /** @param values of the version's features in their order, as predictions take them */
  splitOf(identifier: string, values: readonly FeatureValue[]): RowSplit {
    return this.seen.splitOf(
      identifier,
      this.features.map(({ kind }, index) => {
        const value = values[index] ?? null;
        return kind === 'categorical' ? (value as string | null) : numberOf(value ?? NaN);
      }),
    );
  }
}
