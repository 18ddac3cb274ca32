import type { Graph } from '../onnx/graph.js';
import type { GraphColumn } from '../pipeline/score-model.js';
import type { CategoryContribution, LinearScore, NumberContribution } from './contributions.js';

/**
 * Adds the nodes that compute the score of shape [N] and returns its name.
 * Columns are packed feature by feature into one matrix [features, N], so that the number of nodes hardly grows
 * with the number of columns.
 *
 * The last addition is CumSum and Gather, not MatMul: CumSum adds row after row of that matrix, so a row's answer
 * is the same double alone and in any batch. MatMul was measured to differ beyond 128 features.
 */
export function addScore(graph: Graph, score: LinearScore, columns: readonly GraphColumn[]): string {
  const valueOf = new Map(columns.map(({ name, value }) => [name, value]));
  const parts: string[] = [];
  if (score.numbers.length > 0) parts.push(addNumbers(graph, score.numbers, valueOf));
  if (score.categories.length > 0) parts.push(addCategories(graph, score.categories, valueOf));
  const contributions = concat(graph, 'contributions', parts);
  const featureAxis = graph.constant('feature_axis', { type: 'int64', shape: [], values: [0] });
  const sums = graph.node('running_sums', { operator: 'CumSum', inputs: [contributions, featureAxis] });
  const last = score.numbers.length + score.categories.length - 1;
  const lastIndex = graph.constant('last_feature', { type: 'int64', shape: [], values: [last] });
  const sum = graph.node('sum', {
    operator: 'Gather',
    inputs: [sums, lastIndex],
    attributes: { axis: { integer: 0 } },
  });
  const intercept = graph.constant('intercept', { type: 'double', shape: [], values: [score.intercept] });
  return graph.node('score', { operator: 'Add', inputs: [sum, intercept] });
}

/** ((value - center) / scale) * weight, or the missing contribution where the value is NaN: [numbers, N]. */
function addNumbers(
  graph: Graph,
  numbers: readonly NumberContribution[],
  valueOf: ReadonlyMap<string, string>,
): string {
  const columnOf = (name: string, pick: (number: NumberContribution) => number): string =>
    graph.constant(name, { type: 'double', shape: [numbers.length, 1], values: numbers.map(pick) });
  const valuesFedAs = (type: NumberContribution['inputType']): string[] =>
    numbers.filter(({ inputType }) => inputType === type).map(({ name }) => valueOf.get(name)!);

  const parts = valuesFedAs('double');
  const booleans = valuesFedAs('bool');
  if (booleans.length > 0) {
    const packed = concat(graph, 'booleans', booleans);
    parts.push(
      graph.node('booleans_as_double', {
        operator: 'Cast',
        inputs: [packed],
        attributes: { to: { integer: 11 } },
      }),
    );
  }
  const values = rowsOf(graph, 'numbers', concat(graph, 'packed_numbers', parts), numbers.length);
  const isMissing = graph.node('is_missing', { operator: 'IsNaN', inputs: [values] });
  const step = (name: string, operator: string, left: string, right: string): string =>
    graph.node(name, { operator, inputs: [left, right] });
  const centered = step(
    'centered',
    'Sub',
    values,
    columnOf('center', (number) => number.center),
  );
  const scaled = step(
    'scaled',
    'Div',
    centered,
    columnOf('scale', (number) => number.scale),
  );
  const weighted = step(
    'weighted',
    'Mul',
    scaled,
    columnOf('weight', (number) => number.weight),
  );
  const missing = columnOf('missing', (number) => number.missing);
  return graph.node('number_contributions', { operator: 'Where', inputs: [isMissing, missing, weighted] });
}

/** One lookup table for all columns: LabelEncoder gives a category's place in it: [categories, N]. */
function addCategories(
  graph: Graph,
  categories: readonly CategoryContribution[],
  valueOf: ReadonlyMap<string, string>,
): string {
  const table: number[] = [];
  const places = categories.map((column) => {
    const missing = table.length;
    table.push(column.missing, ...column.added);
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
  const contributions = graph.constant('category_contribution', {
    type: 'double',
    shape: [table.length],
    values: table,
  });
  return graph.node('category_contributions', { operator: 'Gather', inputs: [contributions, packed] });
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
