import { describe, expect, it } from '@jest/globals';
import { Graph } from './graph.js';

describe('a graph', () => {
  it('gives an inner value another name when a column or an output has the wished one', () => {
    const graph = new Graph([{ name: 'scaled', type: 'double' }], ['prediction']);
    const value = graph.node('scaled', { operator: 'Neg', inputs: ['scaled'] });
    const constant = graph.constant('prediction', { type: 'double', shape: [], values: [1] });
    expect([value, constant]).toEqual(['scaled_2', 'prediction_2']);
  });

  it('refuses a node that reads what is not made yet', () => {
    const graph = new Graph([{ name: 'age', type: 'double' }], ['prediction']);
    expect(() => graph.node('later', { operator: 'Neg', inputs: ['prediction'] })).toThrow(
      'Neg reads prediction before it is made',
    );
  });
});
