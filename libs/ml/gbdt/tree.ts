/**
 * One split of a model column. `numeric`: true branch when value <= threshold (a double that lies at or above the
 * lower and below the higher neighbouring training value). `categories`: true branch when the value is one of the
 * set. A missing value (NaN, a missing or unseen category) goes where `missingGoesTrue` says. Booleans are numeric
 * with threshold 0.5.
 */
export type Split =
  | {
      readonly kind: 'numeric';
      /** Index into the model columns. */
      readonly column: number;
      readonly threshold: number;
      readonly missingGoesTrue: boolean;
    }
  | {
      readonly kind: 'categories';
      readonly column: number;
      /** Sorted by code unit, not empty. */
      readonly categories: readonly string[];
      readonly missingGoesTrue: boolean;
    };

/**
 * A binary tree as flat arrays. Inner nodes are 0 … splits.length - 1, the root is 0; a child >= 0 is an inner
 * node, a child < 0 is leaf ~child. A tree without splits has one leaf.
 */
export interface Tree {
  readonly splits: readonly Split[];
  readonly trueChild: Int32Array;
  readonly falseChild: Int32Array;
  /** Training rows (weighted) that reached the inner node: what path-dependent TreeSHAP weighs by. */
  readonly nodeCover: Float64Array;
  /** The improvement of the objective by each split. */
  readonly gain: Float64Array;
  /** Added to the raw score; the learning rate is already in it. Written as doubles. */
  readonly leafValue: Float64Array;
  readonly leafCover: Float64Array;
}

/** The score of output k is base[k] plus the leaves of trees k, k + outputs, k + 2·outputs, … in that order. */
export interface Ensemble {
  /** One per output, added last, in double. */
  readonly base: Float64Array;
  /**
   * Per model column the categories that training knew, sorted by code unit; empty for columns that are not
   * categorical. Any other value is unseen. A known category outside a split's set takes the false branch.
   */
  readonly categories: readonly (readonly string[])[];
  readonly trees: readonly Tree[];
}
