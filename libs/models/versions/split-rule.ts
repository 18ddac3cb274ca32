/**
 * Which rows a version held out, in a form that anybody can check on the table at any time. `position` is
 * the stable number in [0, 1) that `holdoutPosition` of libs/ml makes of a text.
 */
export type SplitRule =
  /** Held out: position(identifier) < test_size. */
  | { readonly method: 'identifier' }
  /** Held out: position(identifier) < cuts[class]. A class that is not named here is not held out. */
  | { readonly method: 'stratified'; readonly cuts: Readonly<Record<string, number>> }
  /** Held out: position(group) < test_size; a row of no group is a group of its own, by its identifier. */
  | { readonly method: 'group'; readonly column: string }
  /** Held out: value >= cut (of points in time: seconds since 1970). A row without a value is not held out. */
  | { readonly method: 'time'; readonly column: string; readonly cut: number };
