import type { FeatureColumn } from '../../table/table.js';
import type { Ensemble } from '../tree.js';
import type { CategorySets } from './category-sets.js';

/** Booleans that are never missing come as booleans, everything else that is a number as double. */
export function isFedAsBoolean({ kind, nullable }: FeatureColumn): boolean {
  return kind === 'boolean' && !nullable;
}

/**
 * The model columns whose numbers the trees read, in the order of the tree matrix: doubles before booleans, because
 * each type is packed on its own. The indicators of the category sets stand behind them.
 */
export function numbersOfMatrix(columns: readonly FeatureColumn[], { trees }: Ensemble): number[] {
  const used = new Set<number>();
  for (const { splits } of trees) {
    for (const split of splits) if (split.kind === 'numeric') used.add(split.column);
  }
  const inOrder = [...used].sort((a, b) => a - b);
  const isBoolean = (index: number): boolean => {
    const column = columns[index];
    return column !== undefined && isFedAsBoolean(column);
  };
  return [...inOrder.filter((index) => !isBoolean(index)), ...inOrder.filter(isBoolean)];
}

export interface ColumnSets {
  readonly column: number;
  /** Indices into the ensemble's sets, in the order of the column's indicators. */
  readonly sets: readonly number[];
}

/** The sets of each categorical column, in the order of the tree matrix. */
export function setsByColumn({ sets }: CategorySets): ColumnSets[] {
  const byColumn = new Map<number, number[]>();
  for (const [index, { column }] of sets.entries()) {
    const own = byColumn.get(column);
    if (own === undefined) byColumn.set(column, [index]);
    else own.push(index);
  }
  return [...byColumn].map(([column, own]) => ({ column, sets: own }));
}
