import type { Ensemble, Split, Tree } from '../gbdt/tree.js';
import { categoriesOf, numbersOf } from '../table/columns.js';
import { isMissingCategory, type FeatureColumn, type Table } from '../table/table.js';
import { randomNumbers } from './random-table.js';

export interface RandomEnsembleOptions {
  readonly trees: number;
  /** At most; a tree stops earlier when no leaf has two rows. */
  readonly leaves: number;
  readonly outputs?: number;
  readonly seed: number;
  /** Leaf values lie in ± this. Default 1. */
  readonly leafScale?: number;
}

/**
 * Trees with random splits and leaf values, as training could have made them: thresholds lie at or between values
 * of the rows that reach the node, and covers count the table's rows.
 */
export function randomEnsemble(
  columns: readonly FeatureColumn[],
  table: Table,
  options: RandomEnsembleOptions,
): Ensemble {
  const { outputs = 1, leafScale = 1 } = options;
  const next = randomNumbers(options.seed);
  const categories = columns.map(({ name, kind }) => (kind === 'categorical' ? observed(table, name) : []));
  return {
    categories,
    base: Float64Array.from({ length: outputs }, () => (next() - 0.5) * 10 * leafScale),
    trees: Array.from({ length: options.trees }, () =>
      randomTree({ columns, categories, table, next }, options.leaves, leafScale),
    ),
  };
}

interface Rows {
  readonly columns: readonly FeatureColumn[];
  readonly categories: readonly (readonly string[])[];
  readonly table: Table;
  readonly next: () => number;
}

function randomTree(training: Rows, leaves: number, leafScale: number): Tree {
  const { columns, categories, table, next } = training;
  const splits: Split[] = [];
  const trueChild: number[] = [];
  const falseChild: number[] = [];
  const nodeCover: number[] = [];
  const leafRows: number[][] = [Array.from({ length: table.rowCount }, (_, row) => row)];
  const adopt: ((child: number) => void)[] = [() => undefined];
  for (let attempt = 0; attempt < leaves * 4 && leafRows.length < leaves; attempt += 1) {
    const leaf = Math.floor(next() * leafRows.length);
    const rows = leafRows[leaf] ?? [];
    const column = Math.floor(next() * columns.length);
    const split = randomSplit(training, column, rows);
    const goesTrue = rows.filter(branchOf(columns, categories, table, split));
    if (goesTrue.length === 0 || goesTrue.length === rows.length) continue;
    const node = splits.length;
    splits.push(split);
    nodeCover.push(rows.length);
    adopt[leaf]?.(node);
    trueChild.push(~leaf);
    falseChild.push(~leafRows.length);
    adopt[leaf] = (child) => (trueChild[node] = child);
    adopt.push((child) => (falseChild[node] = child));
    leafRows[leaf] = goesTrue;
    const stays = new Set(goesTrue);
    leafRows.push(rows.filter((row) => !stays.has(row)));
  }
  return {
    splits,
    trueChild: Int32Array.from(trueChild),
    falseChild: Int32Array.from(falseChild),
    nodeCover: Float64Array.from(nodeCover),
    gain: Float64Array.from(splits, () => next()),
    leafValue: Float64Array.from(leafRows, () => (next() - 0.5) * 2 * leafScale),
    leafCover: Float64Array.from(leafRows, (rows) => rows.length),
  };
}

function randomSplit(training: Rows, column: number, rows: readonly number[]): Split {
  const { columns, categories, table, next } = training;
  const { name, kind } = columns[column] ?? { name: '', kind: 'numeric' };
  const missingGoesTrue = next() < 0.5;
  const row = rows[Math.floor(next() * rows.length)] ?? 0;
  if (kind === 'categorical') {
    const drawn = (categories[column] ?? []).filter(() => next() < 0.5);
    const first = (categories[column] ?? []).slice(0, 1);
    return { kind: 'categories', column, categories: drawn.length > 0 ? drawn : first, missingGoesTrue };
  }
  if (kind === 'boolean') return { kind: 'numeric', column, threshold: 0.5, missingGoesTrue };
  const value = numbersOf(table, name)[row] ?? NaN;
  return { kind: 'numeric', column, threshold: Number.isNaN(value) ? 0 : value, missingGoesTrue };
}

function observed(table: Table, name: string): string[] {
  return [...new Set(categoriesOf(table, name))]
    .filter((value): value is string => !isMissingCategory(value))
    .sort();
}

/** The contract of `Split`, word for word: whether a row takes the true branch. */
export function branchOf(
  columns: readonly FeatureColumn[],
  categories: readonly (readonly string[])[],
  table: Table,
  split: Split,
): (row: number) => boolean {
  const name = columns[split.column]?.name ?? '';
  if (split.kind === 'numeric') {
    const values = numbersOf(table, name);
    return (row) => {
      const value = values[row] ?? NaN;
      return Number.isNaN(value) ? split.missingGoesTrue : value <= split.threshold;
    };
  }
  const values = categoriesOf(table, name);
  const known = new Set<string | null>(categories[split.column]);
  const set = new Set<string | null>(split.categories);
  return (row) => {
    const value = values[row] ?? null;
    return known.has(value) && !isMissingCategory(value) ? set.has(value) : split.missingGoesTrue;
  };
}

/** Per row the leaf that it reaches, walking the tree as the contract says. */
export function leavesOfTree(
  columns: readonly FeatureColumn[],
  ensemble: Ensemble,
  tree: Tree,
  table: Table,
): number[] {
  const branches = tree.splits.map((split) => branchOf(columns, ensemble.categories, table, split));
  return Array.from({ length: table.rowCount }, (_, row) => {
    let child = tree.splits.length > 0 ? 0 : ~0;
    while (child >= 0) {
      child = (branches[child]?.(row) === true ? tree.trueChild : tree.falseChild)[child] ?? ~0;
    }
    return ~child;
  });
}
