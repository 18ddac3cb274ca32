import type { Graph } from '../onnx/graph.js';
import type { GraphColumn } from '../pipeline/score-model.js';
import { addInputs } from './inputs-graph.js';
import type { Inputs } from './inputs.js';
import type { Layer, Network } from './network.js';
import type { OutputScale } from './shapley.js';

/**
 * ONNX Runtime's MatMul adds up to this many products per sum in one and the same order, however many rows there are
 * (measured, 1.30 on x64); beyond it blocks depend on the batch.
 */
const STABLE_INNER_DIMENSION = 128;

/** Adds the network in double precision and returns one score of shape [N] per output. */
export function addNetwork(
  graph: Graph,
  columns: readonly GraphColumn[],
  inputs: Inputs,
  network: Network,
  scale: OutputScale,
): readonly string[] {
  const outputs = network.reduce(
    (values, layer, index) => {
      const sums = addLayer(graph, values, layer, index + 1);
      return index < network.length - 1 ? graph.node('hidden', { operator: 'Relu', inputs: [sums] }) : sums;
    },
    addInputs(graph, columns, inputs),
  );
  return Array.from({ length: network.at(-1)!.outputCount }, (_, output) => {
    const index = graph.constant('output', { type: 'int64', shape: [], values: [output] });
    const value = graph.node('network_output', {
      operator: 'Gather',
      inputs: [outputs, index],
      attributes: { axis: { integer: 1 } },
    });
    if (scale.mean === 0 && scale.deviation === 1) return value;
    const deviation = graph.constant('target_deviation', {
      type: 'double',
      shape: [],
      values: [scale.deviation],
    });
    const mean = graph.constant('target_mean', { type: 'double', shape: [], values: [scale.mean] });
    const scaled = graph.node('scaled_output', { operator: 'Mul', inputs: [value, deviation] });
    return graph.node('score', { operator: 'Add', inputs: [scaled, mean] });
  });
}

/** values · weights + biases, [N, outputs], the inner dimension in parts that are added in order. */
function addLayer(graph: Graph, values: string, layer: Layer, number: number): string {
  const { inputCount, outputCount, weights, biases } = layer;
  const parts: string[] = [];
  for (let start = 0; start < inputCount; start += STABLE_INNER_DIMENSION) {
    const end = Math.min(start + STABLE_INNER_DIMENSION, inputCount);
    const part = inputCount <= STABLE_INNER_DIMENSION ? values : addSlice(graph, values, start, end);
    const matrix = graph.constant(`layer_${number}_weights`, {
      type: 'double',
      shape: [end - start, outputCount],
      values: Array.from(weights.subarray(start * outputCount, end * outputCount)),
    });
    parts.push(graph.node(`layer_${number}_part`, { operator: 'MatMul', inputs: [part, matrix] }));
  }
  const sum = parts.reduce((left, right) =>
    graph.node(`layer_${number}_sum`, { operator: 'Add', inputs: [left, right] }),
  );
  const bias = graph.constant(`layer_${number}_biases`, {
    type: 'double',
    shape: [outputCount],
    values: Array.from(biases),
  });
  return graph.node(`layer_${number}`, { operator: 'Add', inputs: [sum, bias] });
}

function addSlice(graph: Graph, values: string, start: number, end: number): string {
  const whole = (name: string, value: number): string =>
    graph.constant(name, { type: 'int64', shape: [1], values: [value] });
  const bounds = [whole('slice_start', start), whole('slice_end', end), whole('slice_axis', 1)];
  return graph.node('slice', { operator: 'Slice', inputs: [values, ...bounds] });
}
