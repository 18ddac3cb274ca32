import type { Graph } from '../onnx/graph.js';
import { addLink, scalar } from '../pipeline/links.js';
import type { Calibration } from './calibration.js';
import type { IsotonicCalibration } from './isotonic.js';

const INT64 = 7;

/**
 * Adds the nodes that turn raw scores into corrected probabilities, and returns the name of these: double [N] to
 * double [N], the same to the last bit for a row alone and in any batch. Agrees with `applyCalibration` to 1e-12.
 */
export function addCalibration(graph: Graph, calibration: Calibration, scoreValue: string): string {
  switch (calibration.method) {
    case 'platt': {
      const scaled = graph.node('scaled_score', {
        operator: 'Mul',
        inputs: [scoreValue, scalar(graph, 'slope', calibration.slope)],
      });
      const shifted = graph.node('calibrated_score', {
        operator: 'Add',
        inputs: [scaled, scalar(graph, 'intercept', calibration.intercept)],
      });
      return addLink(graph, 'logit', [shifted])[0]!;
    }
    case 'isotonic':
      return addInterpolation(graph, calibration, scoreValue);
  }
}

/** probability = base + (score - start) / width · rise, of the interval between knots that holds the score. */
function addInterpolation(graph: Graph, calibration: IsotonicCalibration, score: string): string {
  const { scores, probabilities } = calibration;
  const last = scores.length - 1;
  const differences = (values: readonly number[], beyond: number): number[] =>
    values.map((value, knot) => (knot === last ? beyond : values[knot + 1]! - value));
  const binary = (name: string, operator: string, left: string, right: string): string =>
    graph.node(name, { operator, inputs: [left, right] });

  const raised = binary('raised_score', 'Max', score, scalar(graph, 'first_knot', scores[0]!));
  const inside = binary('inside_score', 'Min', raised, scalar(graph, 'last_knot', scores[last]!));
  const knot = addKnotSearch(graph, scores, inside);
  const at = (name: string, values: readonly number[]): string =>
    binary(`knot_${name}`, 'Gather', doubles(graph, `${name}s`, [values.length], values), knot);
  const distance = binary('knot_distance', 'Sub', inside, at('start', scores));
  const share = binary('knot_share', 'Div', distance, at('width', differences(scores, 1)));
  const rise = binary('knot_gain', 'Mul', share, at('rise', differences(probabilities, 0)));
  return binary('calibrated', 'Add', at('base', probabilities), rise);
}

/**
 * The last knot that is not above the score: first among every √knots-th knot, then among those that follow the one
 * found. So a row is compared with about 2·√knots values instead of all: 1,000 rows and 256 knots take 16,000
 * comparisons and a quarter of a megabyte.
 */
function addKnotSearch(graph: Graph, scores: readonly number[], score: string): string {
  const width = Math.ceil(Math.sqrt(scores.length));
  const blockCount = Math.ceil(scores.length / width);
  const blocks = Array.from({ length: blockCount }, (_, block) => scores[block * width]!);
  const within = Array.from({ length: blockCount * width }, (_, knot) => scores[knot] ?? Infinity);

  const lastAxis = int64(graph, 'last_axis', [1], [1]);
  const one = int64(graph, 'one_knot', [], [1]);
  const column = graph.node('score_column', { operator: 'Unsqueeze', inputs: [score, lastAxis] });
  const lastNotAbove = (name: string, values: string): string => {
    const reached = graph.node(`${name}_reached`, { operator: 'GreaterOrEqual', inputs: [column, values] });
    const counted = graph.node(`${name}_counted`, {
      operator: 'Cast',
      inputs: [reached],
      attributes: { to: { integer: INT64 } },
    });
    const count = graph.node(`${name}_count`, {
      operator: 'ReduceSum',
      inputs: [counted, lastAxis],
      attributes: { keepdims: { integer: 0 } },
    });
    return graph.node(name, { operator: 'Sub', inputs: [count, one] });
  };
  const block = lastNotAbove('block', doubles(graph, 'block_starts', [1, blockCount], blocks));
  const candidates = graph.node('block_knots', {
    operator: 'Gather',
    inputs: [doubles(graph, 'knots_by_block', [blockCount, width], within), block],
  });
  const offset = lastNotAbove('offset', candidates);
  const blockKnot = graph.node('block_knot', {
    operator: 'Mul',
    inputs: [block, int64(graph, 'block_width', [], [width])],
  });
  return graph.node('knot', { operator: 'Add', inputs: [blockKnot, offset] });
}

function doubles(graph: Graph, name: string, shape: readonly number[], values: readonly number[]): string {
  return graph.constant(name, { type: 'double', shape, values });
}

function int64(graph: Graph, name: string, shape: readonly number[], values: readonly number[]): string {
  return graph.constant(name, { type: 'int64', shape, values });
}
