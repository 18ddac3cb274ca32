import { isMissingCategory } from '../table/table.js';
import { countSteps, kindOf, operationOf, type Expression, type Operation } from './expression.js';
import type { Names, NamedValue } from './names.js';
import { SyntaxProblem, type Token } from './tokens.js';

/** Repeated use of derived features by derived features grows exponentially: refused before it is built further. */
const MOST_STEPS_OF_A_NAME = 1000;

/** What was read so far: a step, or a text that waits for its equality. */
export type Operand = NamedValue | { readonly type: 'text'; readonly text: string };
export type Placed = { readonly operand: Operand; readonly position: number };

/** Stands in for what does not fit, so that the rest can be read and judged too. */
const ZERO: Expression = { type: 'constant', kind: 'number', value: 0 };

/** Makes steps of what the parser has read. Names and kinds that do not fit are collected: all are told at once. */
export class StepMaker {
  readonly problems: SyntaxProblem[] = [];

  constructor(private readonly names: Names) {}

  named({ text, position }: Token): NamedValue {
    const value = this.names.get(text);
    if (value === undefined) {
      this.note(position, `there is no column ${text}, nor a derived feature declared before this one`);
      return ZERO;
    }
    if (value.type === 'operation' && countSteps(value) > MOST_STEPS_OF_A_NAME) {
      this.note(position, `${text} has too many steps to be used in another derived feature`);
    }
    return value;
  }

  compared(symbol: string, left: Placed, right: Placed): Expression {
    const isText = ({ operand }: Placed): boolean =>
      operand.type === 'text' || operand.type === 'text_column';
    const equal = isText(left) || isText(right) ? this.textEqual(symbol, left, right) : undefined;
    const truth = (operation: Operation, ...operands: readonly Placed[]): Expression =>
      operationOf(
        operation,
        'truth',
        operands.map((operand) => this.step(operand)),
      );
    switch (symbol) {
      case '<':
        return truth('less', left, right);
      case '<=':
        return truth('less_or_equal', left, right);
      case '>':
        return truth('less', right, left);
      case '>=':
        return truth('less_or_equal', right, left);
      case '!=':
        return operationOf('not', 'truth', [equal ?? truth('equal', left, right)]);
      default:
        return equal ?? truth('equal', left, right);
    }
  }

  applied(operation: Operation | 'mean', given: readonly Placed[]): Expression {
    switch (operation) {
      case 'mean':
        return this.mean(given);
      case 'choose':
        return this.chosen(given);
      default:
        return this.folded(operation, given);
    }
  }

  condition(placed: Placed): Expression {
    const step = this.step(placed);
    if (step.kind === 'truth') return step;
    this.note(placed.position, 'expected a condition, such as a comparison or a boolean column');
    return step;
  }

  step({ operand, position }: Placed): Expression {
    if (operand.type !== 'text' && operand.type !== 'text_column') return operand;
    const what = operand.type === 'text' ? 'a text' : `the text column ${operand.name}`;
    this.note(position, `${what} can only be compared by = or !=`);
    return ZERO;
  }

  private textEqual(symbol: string, left: Placed, right: Placed): Expression | undefined {
    if (symbol !== '=' && symbol !== '!=') return undefined;
    const [column, text] = left.operand.type === 'text' ? [right.operand, left] : [left.operand, right];
    if (column.type !== 'text_column' || text.operand.type !== 'text') {
      this.note(left.position, 'a text column can only be compared with a text in single quotes');
      return ZERO;
    }
    if (isMissingCategory(text.operand.text)) {
      this.note(text.position, 'the text stands for a missing value, which equals nothing');
    }
    return { type: 'text_equal', kind: 'truth', column: column.name, text: text.operand.text };
  }

  private chosen([condition, ...branches]: readonly Placed[]): Expression {
    const steps = branches.map((branch) => this.step(branch));
    const conditions = condition === undefined ? [] : [this.condition(condition)];
    return operationOf('choose', kindOf(steps), [...conditions, ...steps]);
  }

  private folded(operation: Operation, given: readonly Placed[]): Expression {
    const operands = given.map((operand) => this.step(operand));
    if (operands.length === 1) return operationOf(operation, 'number', operands);
    return operands.reduce((left, right) =>
      operationOf(operation, operation === 'coalesce' ? kindOf([left, right]) : 'number', [left, right]),
    );
  }

  private mean([of, by]: readonly Placed[]): Expression {
    const column = of?.operand;
    const group = by?.operand;
    if (of !== undefined && column?.type !== 'column' && column !== ZERO) {
      this.note(of.position, 'mean takes a column of numbers or a boolean one, and no expression');
    }
    if (by !== undefined && group?.type !== 'text_column' && group !== ZERO) {
      this.note(by.position, 'the groups of a mean are those of a text column');
    }
    if (column?.type !== 'column') return ZERO;
    const name = group?.type === 'text_column' ? group.name : undefined;
    return { type: 'mean', kind: 'number', column: column.name, group: name };
  }

  private note(position: number, detail: string): void {
    this.problems.push(new SyntaxProblem(position, detail));
  }
}
