import type { Calibration } from '../calibration/calibration.js';
import { addCalibration } from '../calibration/calibration-graph.js';
import type { Task } from '../estimator.js';
import { Graph, type GraphPort } from '../onnx/graph.js';
import type { FeatureColumn } from '../table/table.js';
import { addLink, scalar } from './links.js';
import { outputNames, probabilityName } from './output-names.js';
import type { ModelColumns } from './model-columns.js';
import type { GraphColumn, Link, ScoreModel } from './score-model.js';

export interface GraphParts {
  readonly task: Task;
  readonly features: readonly FeatureColumn[];
  readonly modelColumns: ModelColumns;
  readonly classes: readonly string[];
  readonly link: Link;
  readonly calibration: Calibration | undefined;
  readonly scoreModel: ScoreModel;
  /** Binary: from which probability on the label is 1. */
  readonly threshold: number;
}

const INT64 = 7;

/** The whole graph: raw columns in, answers out. */
export function modelGraph(parts: GraphParts): Graph {
  const inputs = parts.features.map(inputColumn);
  const ports = inputs.map(({ name, type }): GraphPort => ({ name, type }));
  const graph = new Graph(ports, outputNames(parts.task, parts.classes));
  const scores = parts.scoreModel.addScores(graph, parts.modelColumns.addTo(graph, inputs));
  const { calibration } = parts;
  const answers = calibration
    ? scores.map((score) => addCalibration(graph, calibration, score))
    : addLink(graph, parts.link, scores);
  switch (parts.task) {
    case 'regression':
      graph.output({ name: 'prediction', type: 'double' }, same(answers[0]!));
      return graph;
    case 'binary':
      graph.output({ name: 'probability', type: 'double' }, same(answers[0]!));
      addBinaryLabel(graph, parts.threshold);
      return graph;
    case 'multiclass':
      answers.forEach((answer, index) =>
        graph.output({ name: probabilityName(parts.classes[index]!), type: 'double' }, same(answer)),
      );
      addClassLabel(graph, parts.classes);
      return graph;
  }
}

function inputColumn(feature: FeatureColumn): GraphColumn {
  return { ...feature, value: feature.name, type: typeOf(feature) };
}

function typeOf({ kind, nullable }: FeatureColumn): GraphColumn['type'] {
  switch (kind) {
    case 'numeric':
      return 'double';
    case 'boolean':
      return nullable ? 'double' : 'bool';
    case 'categorical':
      return 'string';
  }
}

/** An output must be made under its own name; runtimes drop the copy. */
function same(value: string): { operator: string; inputs: string[] } {
  return { operator: 'Identity', inputs: [value] };
}

function addBinaryLabel(graph: Graph, threshold: number): void {
  const isPositive = graph.node('is_positive', {
    operator: 'GreaterOrEqual',
    inputs: ['probability', scalar(graph, 'threshold', threshold)],
  });
  graph.output(
    { name: 'label', type: 'int64' },
    { operator: 'Cast', inputs: [isPositive], attributes: { to: { integer: INT64 } } },
  );
}

/** The class of the highest probability; of equals the first. */
function addClassLabel(graph: Graph, classes: readonly string[]): void {
  const axis = graph.constant('class_axis', { type: 'int64', shape: [1], values: [1] });
  const columns = classes.map((name) =>
    graph.node('probability_column', { operator: 'Unsqueeze', inputs: [probabilityName(name), axis] }),
  );
  const matrix = graph.node('probabilities', {
    operator: 'Concat',
    inputs: columns,
    attributes: { axis: { integer: 1 } },
  });
  const best = graph.node('best_class', {
    operator: 'ArgMax',
    inputs: [matrix],
    attributes: { axis: { integer: 1 }, keepdims: { integer: 0 } },
  });
  graph.output(
    { name: 'label', type: 'string' },
    {
      operator: 'LabelEncoder',
      domain: 'ai.onnx.ml',
      inputs: [best],
      attributes: {
        keys_int64s: { integers: classes.map((_, index) => index) },
        values_strings: { strings: classes },
      },
    },
  );
}
