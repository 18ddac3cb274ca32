import type { ColumnKind } from '#libs/datasets';

/** One feature as a version learned it: the dataset's declaration plus what the training rows showed. */
export interface FeatureSchema {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly description: string;
  readonly unit?: string;
  readonly nullable: boolean;
  readonly optional: boolean;
  readonly integer?: boolean;
  /** Bounds of what is possible: beyond them a value is refused. */
  readonly minimum?: number;
  readonly maximum?: number;
  /** Categories that the training rows held; others are refused, unless the feature is `open`. */
  readonly categories?: readonly string[];
  /** Texts that the training rows did not hold are answered, as ones that are none of the categories. */
  readonly open?: boolean;
  /** Values that stand for a missing one. */
  readonly missingValues?: readonly (number | string)[];
  /** Range of the training rows, of days since 1970-01-01: beyond it the answer carries a warning. */
  readonly trainingMinimum?: number;
  readonly trainingMaximum?: number;
  /** Share of training rows without a value, 0 to 1. */
  readonly trainingMissing: number;
}
