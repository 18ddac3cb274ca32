/** Rows by column, as every peer gets them. */
export interface BenchTable {
  readonly name: string;
  readonly task: 'regression' | 'binary';
  readonly columns: readonly BenchColumn[];
  /** The value, or 0 and 1. */
  readonly target: Float64Array;
}

export type BenchColumn =
  /** NaN where missing. */
  | { readonly name: string; readonly kind: 'numeric'; readonly values: Float64Array }
  /** Index into `categories`, -1 where missing. */
  | {
      readonly name: string;
      readonly kind: 'categorical';
      readonly categories: readonly string[];
      readonly codes: Int32Array;
    };

/** A table that can be had, or the reason why not. Loaded when its turn comes: large ones do not lie about. */
export interface TableSource {
  readonly name: string;
  readonly missing: string | undefined;
  load(): BenchTable;
}

/** Texts as codes, in order of code unit; "" is missing. */
export function categoricalColumn(name: string, texts: readonly string[]): BenchColumn {
  const categories = [...new Set(texts)].filter((text) => text !== '').sort();
  const codeOf = new Map(categories.map((category, code) => [category, code]));
  return {
    name,
    kind: 'categorical',
    categories,
    codes: Int32Array.from(texts, (text) => codeOf.get(text) ?? -1),
  };
}

/** "" is missing. */
export function numericColumn(name: string, texts: readonly string[]): BenchColumn {
  return {
    name,
    kind: 'numeric',
    values: Float64Array.from(texts, (text) => (text === '' ? NaN : Number(text))),
  };
}
