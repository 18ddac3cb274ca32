import type { DerivedExpression } from '../derived/expression.js';
import { addToGraph } from '../derived/graph.js';
import type { LearntConstants } from '../derived/learnt-constants.js';
import { Graph } from '../onnx/graph.js';
import { encodeModel } from '../onnx/model.js';
import type { GraphColumn } from '../pipeline/score-model.js';
import type { FeatureColumn } from '../table/table.js';

/** An ONNX file that computes nothing but a derived feature, as `answer`. */
export function derivedFile(
  expression: DerivedExpression,
  features: readonly FeatureColumn[],
  learnt: LearntConstants,
): Uint8Array {
  const columns = features.map((column): GraphColumn => {
    const number = column.kind === 'boolean' && !column.nullable ? 'bool' : 'double';
    return { ...column, value: column.name, type: column.kind === 'categorical' ? 'string' : number };
  });
  const inputs = columns.map(({ name, type }) => ({ name, type }));
  const graph = new Graph(inputs, ['answer']);
  const byName = new Map(columns.map((column) => [column.name, column]));
  const value = addToGraph(graph, expression, byName, learnt);
  graph.output({ name: 'answer', type: 'double' }, { operator: 'Identity', inputs: [value] });
  return encodeModel('derived', graph, {});
}
