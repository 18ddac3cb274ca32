import type { Graph } from '../onnx/graph.js';
import type { GraphNode } from '../onnx/node.js';
import type { GraphColumn } from '../pipeline/score-model.js';
import { LARGEST_EXPONENT, SMALLEST_EXPONENT } from './evaluate.js';
import type { DerivedExpression, Expression, Operation } from './expression.js';

/**
 * Adds the nodes that compute the derived feature and returns the value's name: double of shape [N], NaN where
 * missing. The same doubles as `evaluate`, to the last bit except for `log` and `exp` (1e-12 relative), and the same
 * ones for a row alone and in any batch.
 *
 * @param columnsByName the raw columns that the expression reads, as values of the graph
 */
export function addToGraph(
  graph: Graph,
  expression: DerivedExpression,
  columnsByName: ReadonlyMap<string, GraphColumn>,
): string {
  const value = new ExpressionNodes(graph, expression.name, columnsByName).addRoot(expression.root);
  if (!isConstant(expression.root)) return value;
  return addForEveryRow(graph, value, columnsByName);
}

function isConstant(expression: Expression): boolean {
  if (expression.type === 'operation') return expression.operands.every(isConstant);
  return expression.type === 'constant';
}

/** A constant has no length of its own: it takes that of any column. */
function addForEveryRow(
  graph: Graph,
  value: string,
  columnsByName: ReadonlyMap<string, GraphColumn>,
): string {
  const [column] = columnsByName.values();
  if (column === undefined) throw new TypeError('a graph has at least one column');
  const shape = graph.node('row_count', { operator: 'Shape', inputs: [column.value] });
  return graph.node('constant_feature', { operator: 'Expand', inputs: [value, shape] });
}

/**
 * ONNX Runtime computes Log in packets of up to eight doubles (AVX-512) and the last rows of a batch one by one,
 * with results that differ in the last bit: 391 of 5001 rows measured (1.31). Every row is repeated to fill a packet of
 * its own, whatever the batch. Exp is the same, and Pow treats every value alike.
 */
const LARGEST_PACKET = 8;

class ExpressionNodes {
  /** Steps that occur twice by reference (derived features in derived features) are computed once. */
  private readonly values = new Map<Expression, string>();
  private readonly columns = new Map<string, string>();
  private readonly numbers = new Map<number, string>();

  constructor(
    private readonly graph: Graph,
    private readonly name: string,
    private readonly columnsByName: ReadonlyMap<string, GraphColumn>,
  ) {}

  /**
   * Where keeps the sign of -0 or loses it, by a row's place in the batch (measured). No step can tell one zero from
   * the other, so it is enough to make all zeros alike at the end.
   */
  addRoot(root: Expression): string {
    const value = this.add(root);
    return root.kind === 'truth' ? value : this.where(this.is(value, 0), this.number(0), value);
  }

  private add(expression: Expression): string {
    const known = this.values.get(expression);
    if (known !== undefined) return known;
    const value = this.addNew(expression);
    this.values.set(expression, value);
    return value;
  }

  private addNew(expression: Expression): string {
    switch (expression.type) {
      case 'constant':
        return this.number(expression.value);
      case 'column':
        return this.column(expression.name);
      case 'text_equal':
        return this.textEqual(expression.column, expression.text);
      case 'operation':
        return this.apply(expression.operation, expression.operands);
    }
  }

  private apply(operation: Operation, operands: readonly Expression[]): string {
    const [a = '', b = '', c = ''] = operands.map((operand) => this.add(operand));
    switch (operation) {
      case 'add':
        return this.finite(this.node('Add', a, b));
      case 'subtract':
        return this.finite(this.node('Sub', a, b));
      case 'multiply':
        return this.finite(this.node('Mul', a, b));
      case 'divide':
        return this.finite(this.node('Div', a, b));
      case 'negate':
        return this.node('Sub', this.number(0), a);
      case 'absolute':
        return this.node('Abs', a);
      case 'square_root':
        return this.node('Sqrt', a);
      case 'logarithm':
        return this.logarithm(a);
      case 'exponential':
        return this.exponential(a);
      case 'minimum':
        return this.unlessMissing(a, b, this.where(this.node('LessOrEqual', a, b), a, b));
      case 'maximum':
        return this.unlessMissing(a, b, this.where(this.node('GreaterOrEqual', a, b), a, b));
      case 'coalesce':
        return this.where(this.node('IsNaN', a), b, a);
      case 'choose':
        return this.where(this.node('IsNaN', a), this.missing, this.where(this.is(a, 1), b, c));
      case 'equal':
        return this.unlessMissing(a, b, this.truth(this.node('Equal', a, b)));
      case 'less':
        return this.unlessMissing(a, b, this.truth(this.node('Less', a, b)));
      case 'less_or_equal':
        return this.unlessMissing(a, b, this.truth(this.node('LessOrEqual', a, b)));
      case 'and':
        return this.threeValued(a, b, 0);
      case 'or':
        return this.threeValued(a, b, 1);
      case 'not':
        return this.node('Sub', this.number(1), a);
    }
  }

  /** The value that decides alone (0 for `and`, 1 for `or`); the product is NaN when one is missing. */
  private threeValued(a: string, b: string, deciding: 0 | 1): string {
    const decided = this.node('Or', this.is(a, deciding), this.is(b, deciding));
    return this.where(decided, this.number(deciding), this.node('Mul', a, b));
  }

  private logarithm(a: string): string {
    const positive = this.node('Greater', a, this.number(0));
    const argument = this.where(positive, a, this.missing);
    const column = this.shaped(argument, [-1, 1]);
    const packet = this.node('Expand', column, this.integers('packet', [1, LARGEST_PACKET]));
    const logarithms = this.node('Log', packet);
    const first = this.graph.constant(`${this.name}_first`, { type: 'int64', shape: [], values: [0] });
    return this.nodeOf({
      operator: 'Gather',
      inputs: [logarithms, first],
      attributes: { axis: { integer: 1 } },
    });
  }

  private exponential(a: string): string {
    const smallest = this.number(SMALLEST_EXPONENT);
    const raised = this.where(this.node('Less', a, smallest), smallest, a);
    const power = this.node('Pow', this.number(Math.E), raised);
    return this.where(this.node('Greater', a, this.number(LARGEST_EXPONENT)), this.missing, power);
  }

  private column(name: string): string {
    const known = this.columns.get(name);
    if (known !== undefined) return known;
    const { value, type } = this.graphColumn(name);
    const double = type === 'bool' ? this.truth(value) : this.finite(value);
    this.columns.set(name, double);
    return double;
  }

  /** LabelEncoder of ai.onnx.ml 2 knows no doubles: it gives the place in a table of answers. */
  private textEqual(name: string, text: string): string {
    const place = this.nodeOf({
      operator: 'LabelEncoder',
      domain: 'ai.onnx.ml',
      inputs: [this.graphColumn(name).value],
      attributes: {
        keys_strings: { strings: [text, '', 'nan', 'None'] },
        values_int64s: { integers: [1, 2, 2, 2] },
        default_int64: { integer: 0 },
      },
    });
    const answers = this.graph.constant(`${this.name}_answers`, {
      type: 'double',
      shape: [3],
      values: [0, 1, NaN],
    });
    return this.nodeOf({ operator: 'Gather', inputs: [answers, place] });
  }

  private graphColumn(name: string): GraphColumn {
    const column = this.columnsByName.get(name);
    if (column === undefined) throw new TypeError(`the graph has no column ${name}`);
    return column;
  }

  private finite(value: string): string {
    return this.where(this.node('IsInf', value), this.missing, value);
  }

  /** Operands are finite or NaN, so their sum is NaN only when one of them is. */
  private unlessMissing(a: string, b: string, value: string): string {
    return this.where(this.node('IsNaN', this.node('Add', a, b)), this.missing, value);
  }

  private truth(condition: string): string {
    return this.nodeOf({ operator: 'Cast', inputs: [condition], attributes: { to: { integer: 11 } } });
  }

  private is(value: string, number: number): string {
    return this.node('Equal', value, this.number(number));
  }

  private where(condition: string, then: string, otherwise: string): string {
    return this.node('Where', condition, then, otherwise);
  }

  private shaped(value: string, shape: readonly number[]): string {
    return this.node('Reshape', value, this.integers('shape', shape));
  }

  private integers(name: string, values: readonly number[]): string {
    const wished = `${this.name}_${name}`;
    return this.graph.constant(wished, { type: 'int64', shape: [values.length], values });
  }

  private get missing(): string {
    return this.number(NaN);
  }

  private number(value: number): string {
    const known = this.numbers.get(value);
    if (known !== undefined) return known;
    const name = this.graph.constant(`${this.name}_constant`, { type: 'double', shape: [], values: [value] });
    this.numbers.set(value, name);
    return name;
  }

  private node(operator: string, ...inputs: readonly string[]): string {
    return this.nodeOf({ operator, inputs });
  }

  private nodeOf(node: Omit<GraphNode, 'outputs'>): string {
    return this.graph.node(`${this.name}_${node.operator}`, node);
  }
}
