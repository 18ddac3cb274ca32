import type { Graph } from '../onnx/graph.js';
import type { GraphNode } from '../onnx/node.js';
import { MISSING_TEXTS } from '../table/table.js';

/**
 * ONNX Runtime computes Log in packets of up to eight doubles (AVX-512) and the last rows of a batch one by one,
 * with results that differ in the last bit: 391 of 5001 rows measured (1.31). Every row is repeated to fill a packet of
 * its own, whatever the batch. Exp is the same, and Pow treats every value alike.
 */
const LARGEST_PACKET = 8;

/** The nodes that a derived feature is made of; every value is double of shape [N] or [], NaN where missing. */
export class GraphSteps {
  private readonly numbers = new Map<number, string>();

  /** @param name what the nodes are named after */
  constructor(
    private readonly graph: Graph,
    private readonly name: string,
  ) {}

  /**
   * The answer of each row's text: `answers`, NaN for a missing text, `otherwise` for any other. LabelEncoder of
   * ai.onnx.ml 2 knows no doubles: it gives the place in a table of answers.
   */
  answerPerText(texts: string, answers: ReadonlyMap<string, number>, otherwise: number): string {
    const missing = MISSING_TEXTS.filter((text) => !answers.has(text));
    const place = this.nodeOf({
      operator: 'LabelEncoder',
      domain: 'ai.onnx.ml',
      inputs: [texts],
      attributes: {
        keys_strings: { strings: [...answers.keys(), ...missing] },
        values_int64s: {
          integers: [...Array.from(answers.keys(), (_, index) => index + 2), ...missing.map(() => 1)],
        },
        default_int64: { integer: 0 },
      },
    });
    const table = this.graph.constant(`${this.name}_answers`, {
      type: 'double',
      shape: [answers.size + 2],
      values: [otherwise, NaN, ...answers.values()],
    });
    return this.nodeOf({ operator: 'Gather', inputs: [table, place] });
  }

  logarithm(a: string): string {
    const positive = this.node('Greater', a, this.number(0));
    const argument = this.where(positive, a, this.missing);
    const column = this.node('Reshape', argument, this.integers('shape', [-1, 1]));
    const packet = this.node('Expand', column, this.integers('packet', [1, LARGEST_PACKET]));
    const logarithms = this.node('Log', packet);
    const first = this.graph.constant(`${this.name}_first`, { type: 'int64', shape: [], values: [0] });
    return this.nodeOf({
      operator: 'Gather',
      inputs: [logarithms, first],
      attributes: { axis: { integer: 1 } },
    });
  }

  finite(value: string): string {
    return this.where(this.node('IsInf', value), this.missing, value);
  }

  /** Operands are finite or NaN, so their sum is NaN only when one of them is. */
  unlessMissing(a: string, b: string, value: string): string {
    return this.where(this.node('IsNaN', this.node('Add', a, b)), this.missing, value);
  }

  truth(condition: string): string {
    return this.nodeOf({ operator: 'Cast', inputs: [condition], attributes: { to: { integer: 11 } } });
  }

  is(value: string, number: number): string {
    return this.node('Equal', value, this.number(number));
  }

  where(condition: string, then: string, otherwise: string): string {
    return this.node('Where', condition, then, otherwise);
  }

  get missing(): string {
    return this.number(NaN);
  }

  number(value: number): string {
    const known = this.numbers.get(value);
    if (known !== undefined) return known;
    const name = this.graph.constant(`${this.name}_constant`, { type: 'double', shape: [], values: [value] });
    this.numbers.set(value, name);
    return name;
  }

  node(operator: string, ...inputs: readonly string[]): string {
    return this.nodeOf({ operator, inputs });
  }

  private integers(name: string, values: readonly number[]): string {
    const wished = `${this.name}_${name}`;
    return this.graph.constant(wished, { type: 'int64', shape: [values.length], values });
  }

  private nodeOf(node: Omit<GraphNode, 'outputs'>): string {
    return this.graph.node(`${this.name}_${node.operator}`, node);
  }
}
