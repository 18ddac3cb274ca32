import type { Graph } from '../onnx/graph.js';
import type { GraphColumn } from '../pipeline/score-model.js';
import type { CategoryInputs, Inputs, NumberInputs } from './inputs.js';

const DOUBLE = 11;

/** Adds the nodes that make the network's inputs [N, inputs] from the model columns. */
export function addInputs(graph: Graph, columns: readonly GraphColumn[], inputs: Inputs): string {
  const columnOf = new Map(columns.map((column) => [column.name, column]));
  const { numbers, categories } = inputs;
  const values = numbers.filter(({ value }) => value !== undefined);
  const gaps = numbers.filter(({ missing }) => missing !== undefined);
  const parts: string[] = [];
  if (values.length > 0) parts.push(addValues(graph, columnOf, values));
  if (gaps.length > 0) {
    const isMissing = graph.node('gaps', { operator: 'IsNaN', inputs: [pack(graph, columnOf, gaps)] });
    parts.push(asDouble(graph, isMissing));
  }
  if (categories.length > 0) parts.push(addCategories(graph, columnOf, categories));
  return concat(graph, 'inputs', parts, 1);
}

/** (value - center) / scale, with the imputed value where there is none: [N, values]. */
function addValues(
  graph: Graph,
  columnOf: ReadonlyMap<string, GraphColumn>,
  numbers: readonly NumberInputs[],
): string {
  const row = (name: string, values: readonly number[]): string =>
    graph.constant(name, { type: 'double', shape: [1, values.length], values });
  const packed = pack(graph, columnOf, numbers);
  const isMissing = graph.node('is_missing', { operator: 'IsNaN', inputs: [packed] });
  const imputed = row(
    'imputed',
    numbers.map(({ encoding }) => encoding.imputed),
  );
  const center = row(
    'center',
    numbers.map(({ encoding }) => encoding.center),
  );
  const scale = row(
    'scale',
    numbers.map(({ encoding }) => encoding.scale),
  );
  const filled = graph.node('filled', { operator: 'Where', inputs: [isMissing, imputed, packed] });
  const centered = graph.node('centered', { operator: 'Sub', inputs: [filled, center] });
  return graph.node('standardised', { operator: 'Div', inputs: [centered, scale] });
}

/** Columns of numbers side by side: [N, numbers]. Those fed as booleans stand last. */
function pack(
  graph: Graph,
  columnOf: ReadonlyMap<string, GraphColumn>,
  numbers: readonly NumberInputs[],
): string {
  const fed = numbers.map(({ encoding }) => columnOf.get(encoding.name)!);
  const parts = fed.filter(({ type }) => type === 'double').map(({ value }) => value);
  const booleans = fed.filter(({ type }) => type === 'bool').map(({ value }) => value);
  if (booleans.length > 0) parts.push(asDouble(graph, concat(graph, 'booleans', booleans, 0)));
  const shape = graph.constant('columns_shape', { type: 'int64', shape: [2], values: [numbers.length, -1] });
  const flat = concat(graph, 'packed', parts, 0);
  const rows = graph.node('by_column', { operator: 'Reshape', inputs: [flat, shape] });
  const perm = { integers: [1, 0] };
  return graph.node('by_row', { operator: 'Transpose', inputs: [rows], attributes: { perm } });
}

/** 1 at the place of a row's category, else 0: [N, categories of all columns]. */
function addCategories(
  graph: Graph,
  columnOf: ReadonlyMap<string, GraphColumn>,
  categories: readonly CategoryInputs[],
): string {
  const axis = graph.constant('category_axis', { type: 'int64', shape: [1], values: [1] });
  const matches = categories.map(({ encoding, count }) => {
    const keys = encoding.categories;
    const index = graph.node(`category_of_${encoding.name}`, {
      operator: 'LabelEncoder',
      domain: 'ai.onnx.ml',
      inputs: [columnOf.get(encoding.name)!.value],
      attributes: {
        keys_strings: { strings: keys },
        values_int64s: { integers: keys.map((_, place) => place) },
        // Behind the categories stands missing, where it has an input.
        default_int64: { integer: keys.length },
      },
    });
    const asColumn = graph.node('category_column', { operator: 'Unsqueeze', inputs: [index, axis] });
    const places = Array.from({ length: count }, (_, place) => place);
    const all = graph.constant('category_places', { type: 'int64', shape: [1, count], values: places });
    return graph.node('is_category', { operator: 'Equal', inputs: [asColumn, all] });
  });
  return asDouble(graph, concat(graph, 'are_categories', matches, 1));
}

function asDouble(graph: Graph, value: string): string {
  const attributes = { to: { integer: DOUBLE } };
  return graph.node('as_double', { operator: 'Cast', inputs: [value], attributes });
}

function concat(graph: Graph, name: string, parts: readonly string[], axis: number): string {
  const [first, ...rest] = parts;
  if (first !== undefined && rest.length === 0) return first;
  return graph.node(name, { operator: 'Concat', inputs: parts, attributes: { axis: { integer: axis } } });
}
