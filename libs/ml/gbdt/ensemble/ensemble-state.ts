import { MlError } from '../../errors.js';
import type { FeatureColumn, FeatureKind } from '../../table/table.js';
import type { Ensemble } from '../tree.js';
import type { CategorySets } from './category-sets.js';
import type { LeafGrid } from './leaf-grid.js';
import { numbersOfMatrix, setsByColumn } from './matrix-order.js';

/** What the graph does not say about an ensemble. The trees are in the graph only. */
export interface EnsembleState {
  readonly columns: readonly FeatureColumn[];
  readonly base: readonly number[];
  readonly grids: readonly LeafGrid[];
  readonly treeCount: number;
  /** The model columns of the numbers in the tree matrix, in its order. */
  readonly numbers: readonly number[];
  /** The model columns of the tables of category sets, in the order of their nodes. */
  readonly categorical: readonly number[];
}

export function ensembleState(
  columns: readonly FeatureColumn[],
  ensemble: Ensemble,
  sets: CategorySets,
  grids: readonly LeafGrid[],
): string {
  const state: EnsembleState = {
    columns: columns.map(({ name, kind, nullable }) => ({ name, kind, nullable })),
    base: [...ensemble.base],
    grids,
    treeCount: ensemble.trees.length,
    numbers: numbersOfMatrix(columns, ensemble),
    categorical: setsByColumn(sets).map(({ column }) => column),
  };
  return JSON.stringify(state);
}

/** @throws MlError `invalid_model` when the text is not what `ensembleState` writes. */
export function parseEnsembleState(text: string): EnsembleState {
  const state = parse(text);
  if (isState(state)) return state;
  throw new MlError('invalid_model', [{ field: 'state', detail: 'is not the state of a tree ensemble' }]);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isState(value: unknown): value is EnsembleState {
  if (!isRecord(value)) return false;
  const { columns, base, grids, treeCount, numbers, categorical } = value;
  if (!Array.isArray(columns) || !columns.every(isColumn)) return false;
  const isColumnIndex = (index: unknown): boolean => isCount(index) && index < columns.length;
  return (
    [base, grids, numbers, categorical].every((list) => Array.isArray(list)) &&
    (base as unknown[]).length > 0 &&
    (base as unknown[]).every((number) => Number.isFinite(number)) &&
    (grids as unknown[]).length === (base as unknown[]).length &&
    (grids as unknown[]).every(isGrid) &&
    isCount(treeCount) &&
    (numbers as unknown[]).every(isColumnIndex) &&
    (categorical as unknown[]).every(isColumnIndex)
  );
}

const KINDS: readonly FeatureKind[] = ['numeric', 'categorical', 'boolean'];

function isColumn(value: unknown): boolean {
  return (
    isRecord(value) &&
    typeof value['name'] === 'string' &&
    KINDS.some((kind) => kind === value['kind']) &&
    typeof value['nullable'] === 'boolean'
  );
}

function isGrid(value: unknown): boolean {
  return (
    isRecord(value) && Number.isInteger(value['coarseExponent']) && Number.isInteger(value['fineExponent'])
  );
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
