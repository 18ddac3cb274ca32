import type { Graph } from '../onnx/graph.js';
import type { GraphColumn } from '../pipeline/score-model.js';
import type { DerivedExpression, Expression, LearntMean } from './expression.js';
import { addOperation } from './graph-operations.js';
import { GraphSteps } from './graph-steps.js';
import { learntMean, learntMeans, type LearntConstants } from './learnt-constants.js';

/**
 * Adds the nodes that compute the derived feature and returns the value's name: double of shape [N], NaN where
 * missing. The same doubles as `evaluate`, to the last bit except for `log` and `exp` (1e-12 relative), and the same
 * ones for a row alone and in any batch.
 *
 * @param columnsByName the raw columns that the expression reads, as values of the graph
 * @param learnt what `learn` gave for it; needed when it has a learnt constant
 */
export function addToGraph(
  graph: Graph,
  expression: DerivedExpression,
  columnsByName: ReadonlyMap<string, GraphColumn>,
  learnt: LearntConstants = {},
): string {
  const steps = new GraphSteps(graph, expression.name);
  const value = new ExpressionNodes(steps, columnsByName, learnt).addRoot(expression.root);
  if (!isConstant(expression.root)) return value;
  return addForEveryRow(graph, value, columnsByName);
}

function isConstant(expression: Expression): boolean {
  if (expression.type === 'operation') return expression.operands.every(isConstant);
  return expression.type === 'constant' || (expression.type === 'mean' && expression.group === undefined);
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

class ExpressionNodes {
  /** Steps that occur twice by reference (derived features in derived features) are computed once. */
  private readonly values = new Map<Expression, string>();
  private readonly columns = new Map<string, string>();

  constructor(
    private readonly steps: GraphSteps,
    private readonly columnsByName: ReadonlyMap<string, GraphColumn>,
    private readonly learnt: LearntConstants,
  ) {}

  /**
   * Where keeps the sign of -0 or loses it, by a row's place in the batch (measured). No step can tell one zero from
   * the other, so it is enough to make all zeros alike at the end.
   */
  addRoot(root: Expression): string {
    const value = this.add(root);
    if (root.kind === 'truth') return value;
    return this.steps.where(this.steps.is(value, 0), this.steps.number(0), value);
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
        return this.steps.number(expression.value);
      case 'column':
        return this.column(expression.name);
      case 'text_equal':
        return this.textEqual(expression.column, expression.text);
      case 'mean':
        return this.mean(expression);
      case 'operation':
        return addOperation(
          this.steps,
          expression.operation,
          expression.operands.map((operand) => this.add(operand)),
        );
    }
  }

  private column(name: string): string {
    const known = this.columns.get(name);
    if (known !== undefined) return known;
    const { value, type } = this.graphColumn(name);
    const double = type === 'bool' ? this.steps.truth(value) : this.steps.finite(value);
    this.columns.set(name, double);
    return double;
  }

  private textEqual(name: string, text: string): string {
    return this.steps.answerPerText(this.graphColumn(name).value, new Map([[text, 1]]), 0);
  }

  private mean(step: LearntMean): string {
    if (step.group === undefined) return this.steps.number(learntMean(this.learnt, step));
    const means = new Map(Object.entries(learntMeans(this.learnt, step)));
    return this.steps.answerPerText(this.graphColumn(step.group).value, means, NaN);
  }

  private graphColumn(name: string): GraphColumn {
    const column = this.columnsByName.get(name);
    if (column === undefined) throw new TypeError(`the graph has no column ${name}`);
    return column;
  }
}
