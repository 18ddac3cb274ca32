import type { Ensemble } from '../tree.js';

/**
 * A distinct test of a categorical column. `outside` has one entry per code: 0 takes the true branch, 1 the false
 * one. Code 0 is a missing or unseen category, code c + 1 is category c of the column.
 */
export interface CategorySet {
  readonly column: number;
  readonly outside: Uint8Array;
}

export interface CategorySets {
  readonly sets: readonly CategorySet[];
  /** Per tree and node the index into `sets`, or -1 for a numeric split. */
  readonly setOfNode: readonly Int32Array[];
}

/** Splits with the same column, categories and side of missing values share one set. */
export function categorySets({ trees, categories }: Ensemble): CategorySets {
  const sets: CategorySet[] = [];
  const indexOf = new Map<string, number>();
  const codes = categories.map((names) => new Map(names.map((name, index) => [name, index + 1])));
  const setOfNode = trees.map(({ splits }) =>
    Int32Array.from(splits, (split) => {
      if (split.kind === 'numeric') return -1;
      const key = JSON.stringify([split.column, split.missingGoesTrue, split.categories]);
      const known = indexOf.get(key);
      if (known !== undefined) return known;
      const outside = new Uint8Array((categories[split.column]?.length ?? 0) + 1).fill(1);
      if (split.missingGoesTrue) outside[0] = 0;
      for (const category of split.categories) {
        const code = codes[split.column]?.get(category);
        if (code !== undefined) outside[code] = 0;
      }
      indexOf.set(key, sets.length);
      return sets.push({ column: split.column, outside }) - 1;
    }),
  );
  return { sets, setOfNode };
}
