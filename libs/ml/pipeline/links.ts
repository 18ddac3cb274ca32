import type { Graph } from '../onnx/graph.js';
import type { Link } from './score-model.js';

/** Base of the logistic function: 1 / (1 + INVERSE_E^score). Predictor and graph share the rounded value. */
const INVERSE_E = 1 / Math.E;

/**
 * Raw scores to answers, in place of the scores: rows × outputs, row by row.
 *
 * `softmax` is taken relative to the row's largest score, which keeps every power finite.
 */
export function applyLink(link: Link, scores: Float64Array, outputCount: number): Float64Array {
  switch (link) {
    case 'identity':
      return scores;
    case 'log':
      return scores.map((score) => Math.E ** score);
    case 'logit':
      return scores.map((score) => 1 / (1 + INVERSE_E ** score));
    case 'softmax':
      return softmax(scores, outputCount);
  }
}

function softmax(scores: Float64Array, outputCount: number): Float64Array {
  const answers = new Float64Array(scores.length);
  for (let start = 0; start < scores.length; start += outputCount) {
    let largest = -Infinity;
    for (let k = start; k < start + outputCount; k += 1) largest = Math.max(largest, scores[k]!);
    let sum = 0;
    for (let k = start; k < start + outputCount; k += 1) {
      const power = Math.E ** (scores[k]! - largest);
      answers[k] = power;
      sum += power;
    }
    for (let k = start; k < start + outputCount; k += 1) answers[k]! /= sum;
  }
  return answers;
}

/**
 * Adds a link's nodes and returns one value of shape [N] per output.
 *
 * Sigmoid, Softmax and Exp of ONNX Runtime take another path through the last rows of a batch than through the
 * others, and were measured to differ in the last bit between a row alone and the same row in a batch. Pow treats
 * every value alike.
 */
export function addLink(graph: Graph, link: Link, scores: readonly string[]): readonly string[] {
  switch (link) {
    case 'identity':
      return scores;
    case 'log':
      return scores.map((score) => power(graph, 'answer', Math.E, score));
    case 'logit':
      return scores.map((score) => {
        const one = scalar(graph, 'one', 1);
        const against = power(graph, 'odds_against', INVERSE_E, score);
        const total = graph.node('one_plus_odds', { operator: 'Add', inputs: [one, against] });
        return graph.node('logistic', { operator: 'Div', inputs: [one, total] });
      });
    case 'softmax':
      return addSoftmax(graph, scores);
  }
}

function addSoftmax(graph: Graph, scores: readonly string[]): string[] {
  const largest = graph.node('largest_score', { operator: 'Max', inputs: scores });
  const powers = scores.map((score) => {
    const difference = graph.node('below_largest', { operator: 'Sub', inputs: [score, largest] });
    return power(graph, 'power', Math.E, difference);
  });
  const sum = powers.reduce((left, right) =>
    graph.node('sum_of_powers', { operator: 'Add', inputs: [left, right] }),
  );
  return powers.map((value) => graph.node('share', { operator: 'Div', inputs: [value, sum] }));
}

function power(graph: Graph, name: string, base: number, exponent: string): string {
  return graph.node(name, { operator: 'Pow', inputs: [scalar(graph, 'base', base), exponent] });
}

export function scalar(graph: Graph, name: string, value: number): string {
  return graph.constant(name, { type: 'double', shape: [], values: [value] });
}
