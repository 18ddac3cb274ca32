import type { InferenceSession } from 'onnxruntime-node';
import { Graph, type GraphPort } from '../onnx/graph.js';
import { encodeModel } from '../onnx/model.js';
import type { GraphColumn, ScoreModel } from '../pipeline/score-model.js';
import type { FeatureColumn, Table } from '../table/table.js';
import { feedsOf } from './run-onnx.js';

/** A file that holds nothing but a score model: columns in, `score_<output>` out. */
export function scoreFile(
  model: ScoreModel,
  features: readonly FeatureColumn[],
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const columns = features.map((feature): GraphColumn => ({
    ...feature,
    value: feature.name,
    type: typeOf(feature),
  }));
  const outputs = Array.from({ length: model.outputCount }, (_, output): GraphPort => ({
    name: `score_${output}`,
    type: 'double',
  }));
  const inputs = columns.map(({ name, type }) => ({ name, type }));
  const graph = new Graph(
    inputs,
    outputs.map(({ name }) => name),
  );
  for (const [output, value] of model.addScores(graph, columns).entries()) {
    const port = outputs[output];
    if (port !== undefined) graph.output(port, { operator: 'Identity', inputs: [value] });
  }
  return encodeModel('scores', graph, metadata);
}

/** rows × outputs, row by row. */
export async function scoresOf(
  session: InferenceSession,
  features: readonly FeatureColumn[],
  table: Table,
): Promise<Float64Array> {
  const answers = await session.run(feedsOf(features, table));
  const outputCount = Object.keys(answers).length;
  const scores = new Float64Array(table.rowCount * outputCount);
  for (let output = 0; output < outputCount; output += 1) {
    const values = answers[`score_${output}`]?.data;
    if (!(values instanceof Float64Array)) throw new TypeError('the graph gave no doubles');
    for (const [row, value] of values.entries()) scores[row * outputCount + output] = value;
  }
  return scores;
}

function typeOf({ kind, nullable }: FeatureColumn): GraphColumn['type'] {
  if (kind === 'categorical') return 'string';
  return kind === 'boolean' && !nullable ? 'bool' : 'double';
}
