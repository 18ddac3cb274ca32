import type { Graph } from '../../onnx/graph.js';
import type { GraphColumn } from '../../pipeline/score-model.js';
import type { Ensemble } from '../tree.js';
import type { CategorySets } from './category-sets.js';
import { isFedAsBoolean, numbersOfMatrix, setsByColumn } from './matrix-order.js';

export interface TreeMatrix {
  /** Double, [N, features]. */
  readonly matrix: string;
  /** Model column to matrix column, for numeric splits. */
  readonly featureOfColumn: ReadonlyMap<number, number>;
  /** Matrix column of each category set: 0 takes the true branch, 1 the false one. */
  readonly featureOfSet: Int32Array;
}

/**
 * The columns that splits read, numbers first, then one indicator per category set. Numbers are packed with one
 * Concat and turned, because a node for each column would cost a single row more than its trees.
 */
export function addTreeMatrix(
  graph: Graph,
  columns: readonly GraphColumn[],
  ensemble: Ensemble,
  sets: CategorySets,
): TreeMatrix {
  const numbers = numbersOfMatrix(columns, ensemble);
  const parts: string[] = [];
  if (numbers.length > 0) parts.push(addNumbers(graph, columns, numbers));
  const featureOfSet = new Int32Array(sets.sets.length);
  const indicators: string[] = [];
  let feature = numbers.length;
  for (const { column, sets: own } of setsByColumn(sets)) {
    for (const index of own) featureOfSet[index] = feature++;
    indicators.push(addIndicators(graph, columns[column], ensemble.categories[column] ?? [], sets, own));
  }
  if (indicators.length > 0) {
    const packed = concat(graph, 'outside_sets', indicators, 1);
    parts.push(castToDouble(graph, 'outside_sets_as_double', packed));
  }
  return {
    matrix: parts.length > 0 ? concat(graph, 'tree_features', parts, 1) : addOneColumn(graph, columns),
    featureOfColumn: new Map(numbers.map((column, index) => [column, index])),
    featureOfSet,
  };
}

/** [N] each to [N, numbers]. */
function addNumbers(graph: Graph, columns: readonly GraphColumn[], numbers: readonly number[]): string {
  const valuesOf = (areBooleans: boolean): string[] =>
    numbers.flatMap((index) => {
      const column = columns[index];
      return column !== undefined && isFedAsBoolean(column) === areBooleans ? [column.value] : [];
    });
  const parts = valuesOf(false);
  const booleans = valuesOf(true);
  if (booleans.length > 0) {
    parts.push(castToDouble(graph, 'booleans_as_double', concat(graph, 'booleans', booleans, 0)));
  }
  const packed = concat(graph, 'packed_numbers', parts, 0);
  const shape = graph.constant('numbers_shape', { type: 'int64', shape: [2], values: [numbers.length, -1] });
  const byColumn = graph.node('numbers_by_column', { operator: 'Reshape', inputs: [packed, shape] });
  return graph.node('numbers', {
    operator: 'Transpose',
    inputs: [byColumn],
    attributes: { perm: { integers: [1, 0] } },
  });
}

/** Text [N] to uint8 [N, sets]: one row of a table per category, row 0 for missing and unseen ones. */
function addIndicators(
  graph: Graph,
  column: GraphColumn | undefined,
  categories: readonly string[],
  { sets }: CategorySets,
  own: readonly number[],
): string {
  const codes = addCodes(graph, column, categories);
  const values = new Uint8Array((categories.length + 1) * own.length);
  for (const [position, index] of own.entries()) {
    for (const [code, outside] of (sets[index]?.outside ?? []).entries()) {
      values[code * own.length + position] = outside;
    }
  }
  const table = graph.constant('outside_set', {
    type: 'uint8',
    shape: [categories.length + 1, own.length],
    values,
  });
  return graph.node('outside_sets_of_column', { operator: 'Gather', inputs: [table, codes] });
}

function addCodes(graph: Graph, column: GraphColumn | undefined, categories: readonly string[]): string {
  // The runtime refuses an encoder without keys; "" is missing anyway.
  const keys = categories.length > 0 ? categories : [''];
  return graph.node('category_code', {
    operator: 'LabelEncoder',
    domain: 'ai.onnx.ml',
    inputs: [column?.value ?? ''],
    attributes: {
      keys_strings: { strings: keys },
      values_int64s: { integers: keys.map((_, index) => (categories.length > 0 ? index + 1 : 0)) },
      default_int64: { integer: 0 },
    },
  });
}

/** Trees without splits read nothing, but the operator must learn from some column how many rows there are. */
function addOneColumn(graph: Graph, columns: readonly GraphColumn[]): string {
  const [column] = columns;
  const value = column?.type === 'string' ? addCodes(graph, column, []) : (column?.value ?? '');
  const number = column?.type === 'double' ? value : castToDouble(graph, 'rows_as_double', value);
  const shape = graph.constant('rows_shape', { type: 'int64', shape: [2], values: [-1, 1] });
  return graph.node('rows', { operator: 'Reshape', inputs: [number, shape] });
}

function castToDouble(graph: Graph, name: string, value: string): string {
  return graph.node(name, { operator: 'Cast', inputs: [value], attributes: { to: { integer: 11 } } });
}

function concat(graph: Graph, name: string, parts: readonly string[], axis: number): string {
  const [first, ...rest] = parts;
  if (first !== undefined && rest.length === 0) return first;
  return graph.node(name, { operator: 'Concat', inputs: parts, attributes: { axis: { integer: axis } } });
}
