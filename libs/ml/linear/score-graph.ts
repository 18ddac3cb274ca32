import type { Graph } from '../onnx/graph.js';
import type { GraphColumn } from '../pipeline/score-model.js';
import {
  inGraphOrder,
  type CategoryContribution,
  type LinearScore,
  type NumberContribution,
} from './contributions.js';

/**
 * Adds the nodes that compute the scores, each of shape [N], and returns their names. Columns are packed feature by
 * feature into one matrix [features, N], so that the number of nodes hardly grows with the number of columns.
 *
 * The last addition is CumSum and Gather, not MatMul: CumSum adds row after row of that matrix, so a row's answer
 * is the same double alone and in any batch. MatMul was measured to differ beyond 128 features.
 */
export function addScores(graph: Graph, score: LinearScore, columns: readonly GraphColumn[]): string[] {
  const { numbers, categories } = inGraphOrder(score);
  const valueOf = new Map(columns.map(({ name, value }) => [name, value]));
  const addNumbers = numbers.length > 0 ? numberPart(graph, numbers, valueOf) : undefined;
  const addCategories = categories.length > 0 ? categoryPart(graph, categories, valueOf) : undefined;
  const featureAxis = graph.constant('feature_axis', { type: 'int64', shape: [], values: [0] });
  const last = numbers.length + categories.length - 1;
  const lastIndex = graph.constant('last_feature', { type: 'int64', shape: [], values: [last] });
  return score.intercepts.map((intercept, output) => {
    const parts = [addNumbers?.(output), addCategories?.(output)].filter((part) => part !== undefined);
    const contributions = concat(graph, 'contributions', parts);
    const sums = graph.node('running_sums', { operator: 'CumSum', inputs: [contributions, featureAxis] });
    const sum = graph.node('sum', {
      operator: 'Gather',
      inputs: [sums, lastIndex],
      attributes: { axis: { integer: 0 } },
    });
    const constant = graph.constant('intercept', { type: 'double', shape: [], values: [intercept] });
    return graph.node('score', { operator: 'Add', inputs: [sum, constant] });
  });
}

/** Per output: ((value - center) / scale) * weight, or the missing contribution where the value is NaN: [numbers, N]. */
function numberPart(
  graph: Graph,
  numbers: readonly NumberContribution[],
  valueOf: ReadonlyMap<string, string>,
): (output: number) => string {
  const columnOf = (name: string, pick: (number: NumberContribution) => number): string =>
    graph.constant(name, { type: 'double', shape: [numbers.length, 1], values: numbers.map(pick) });
  const values = packedNumbers(graph, numbers, valueOf);
  const isMissing = graph.node('is_missing', { operator: 'IsNaN', inputs: [values] });
  const centers = columnOf('center', ({ center }) => center);
  const centered = graph.node('centered', { operator: 'Sub', inputs: [values, centers] });
  const scales = columnOf('scale', ({ scale }) => scale);
  const scaled = graph.node('scaled', { operator: 'Div', inputs: [centered, scales] });
  return (output) => {
    const weights = columnOf('weight', ({ weight }) => weight[output]!);
    const weighted = graph.node('weighted', { operator: 'Mul', inputs: [scaled, weights] });
    const missing = columnOf('missing', (number) => number.missing[output]!);
    return graph.node('number_contributions', { operator: 'Where', inputs: [isMissing, missing, weighted] });
  };
}

function packedNumbers(
  graph: Graph,
  numbers: readonly NumberContribution[],
  valueOf: ReadonlyMap<string, string>,
): string {
  const valuesFedAs = (type: NumberContribution['inputType']): string[] =>
    numbers.filter(({ inputType }) => inputType === type).map(({ name }) => valueOf.get(name)!);
  const parts = valuesFedAs('double');
  const booleans = valuesFedAs('bool');
  if (booleans.length > 0) {
    const packed = concat(graph, 'booleans', booleans);
    const attributes = { to: { integer: 11 } };
    parts.push(graph.node('booleans_as_double', { operator: 'Cast', inputs: [packed], attributes }));
  }
  return rowsOf(graph, 'numbers', concat(graph, 'packed_numbers', parts), numbers.length);
}

/** One lookup table for all columns: LabelEncoder gives a category's place in it: [categories, N]. */
function categoryPart(
  graph: Graph,
  categories: readonly CategoryContribution[],
  valueOf: ReadonlyMap<string, string>,
): (output: number) => string {
  let next = 0;
  const places = categories.map((column) => {
    const missing = next;
    next += 1 + column.categories.length;
    // The runtime refuses an encoder without keys; "" is missing anyway.
    const keys = column.categories.length > 0 ? column.categories : [''];
    return graph.node(`place_of_${column.name}`, {
      operator: 'LabelEncoder',
      domain: 'ai.onnx.ml',
      inputs: [valueOf.get(column.name)!],
      attributes: {
        keys_strings: { strings: keys },
        values_int64s: {
          integers: keys.map((_, index) => (column.categories.length > 0 ? missing + 1 + index : missing)),
        },
        default_int64: { integer: missing },
      },
    });
  });
  const packed = rowsOf(graph, 'places', concat(graph, 'packed_places', places), categories.length);
  return (output) => {
    const values = categories.flatMap(({ missing, added }) => [missing[output]!, ...added[output]!]);
    const table = graph.constant('category_contribution', { type: 'double', shape: [values.length], values });
    return graph.node('category_contributions', { operator: 'Gather', inputs: [table, packed] });
  };
}

function concat(graph: Graph, name: string, parts: readonly string[]): string {
  const [first, ...rest] = parts;
  if (first !== undefined && rest.length === 0) return first;
  return graph.node(name, { operator: 'Concat', inputs: parts, attributes: { axis: { integer: 0 } } });
}

/** [features · N] to [features, N]. */
function rowsOf(graph: Graph, name: string, packed: string, featureCount: number): string {
  const shape = graph.constant(`${name}_shape`, { type: 'int64', shape: [2], values: [featureCount, -1] });
  return graph.node(name, { operator: 'Reshape', inputs: [packed, shape] });
}
