import type { FittedFeature, Task } from '../estimator.js';
import { Graph, type GraphPort } from '../onnx/graph.js';
import type { LinearScore } from './contributions.js';
import { addScore } from './score-graph.js';

/** Base of the logistic function: 1 / (1 + INVERSE_E^score). The predictor and the graph share the rounded value. */
export const INVERSE_E = 1 / Math.E;

/** The whole graph: raw columns in, `prediction` or `label` and `probability` out. */
export function linearGraph(
  task: Task,
  features: readonly FittedFeature[],
  score: LinearScore,
  threshold: number,
): Graph {
  const inputs = features.map(inputPort);
  switch (task) {
    case 'regression': {
      const graph = new Graph(inputs, ['prediction']);
      addScore(graph, score, { name: 'prediction', type: 'double' });
      return graph;
    }
    case 'binary': {
      const graph = new Graph(inputs, ['label', 'probability']);
      addProbability(graph, addScore(graph, score), threshold);
      return graph;
    }
  }
}

function inputPort({ name, kind, nullable }: FittedFeature): GraphPort {
  switch (kind) {
    case 'numeric':
      return { name, type: 'double' };
    case 'boolean':
      return { name, type: nullable ? 'double' : 'bool' };
    case 'categorical':
      return { name, type: 'string' };
  }
}

/**
 * Sigmoid and Exp of ONNX Runtime take another path through the last rows of a batch than through the others, and
 * were measured to differ in the last bit between a row alone and the same row in a batch. Pow treats every value
 * alike.
 */
function addProbability(graph: Graph, score: string, threshold: number): void {
  const scalar = (name: string, value: number): string =>
    graph.constant(name, { type: 'double', shape: [], values: [value] });
  const one = scalar('one', 1);
  const odds = graph.node('odds_against', {
    operator: 'Pow',
    inputs: [scalar('inverse_e', INVERSE_E), score],
  });
  const total = graph.node('one_plus_odds', { operator: 'Add', inputs: [one, odds] });
  graph.output({ name: 'probability', type: 'double' }, { operator: 'Div', inputs: [one, total] });
  const isPositive = graph.node('is_positive', {
    operator: 'GreaterOrEqual',
    inputs: ['probability', scalar('threshold', threshold)],
  });
  graph.output(
    { name: 'label', type: 'int64' },
    { operator: 'Cast', inputs: [isPositive], attributes: { to: { integer: 7 } } },
  );
}
