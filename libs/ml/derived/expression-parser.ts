import { isMissingCategory } from '../table/table.js';
import { countSteps, type Expression, type Operation } from './expression.js';
import type { Names, NamedValue } from './names.js';
import { SyntaxProblem, tokensOf, type Token } from './tokens.js';

/** Parentheses, calls, minus signs and `not` inside one another. */
const MOST_LEVELS = 50;
/** Repeated use of derived features by derived features grows exponentially: refused before it is built further. */
const MOST_STEPS_OF_A_NAME = 1000;

/** What was read so far: a step, or a text that waits for its equality. */
type Operand = NamedValue | { readonly type: 'text'; readonly text: string };
type Placed = { readonly operand: Operand; readonly position: number };

interface Function {
  readonly operation: Operation;
  readonly fewest: number;
  readonly most: number;
}

const FUNCTIONS: ReadonlyMap<string, Function> = new Map([
  ['if', { operation: 'choose', fewest: 3, most: 3 }],
  ['min', { operation: 'minimum', fewest: 2, most: 100 }],
  ['max', { operation: 'maximum', fewest: 2, most: 100 }],
  ['coalesce', { operation: 'coalesce', fewest: 2, most: 100 }],
  ['abs', { operation: 'absolute', fewest: 1, most: 1 }],
  ['sqrt', { operation: 'square_root', fewest: 1, most: 1 }],
  ['log', { operation: 'logarithm', fewest: 1, most: 1 }],
  ['exp', { operation: 'exponential', fewest: 1, most: 1 }],
]);
const KEYWORDS: ReadonlySet<string> = new Set(['and', 'or', 'not']);
const SUMS: ReadonlyMap<string, Operation> = new Map([
  ['+', 'add'],
  ['-', 'subtract'],
]);
const PRODUCTS: ReadonlyMap<string, Operation> = new Map([
  ['*', 'multiply'],
  ['/', 'divide'],
]);
const COMPARISONS: ReadonlySet<string> = new Set(['<', '<=', '>', '>=', '=', '!=']);
const ZERO: Expression = { type: 'constant', kind: 'number', value: 0 };

/** Recursive descent over the grammar that `parseDerived` documents. */
export class ExpressionParser {
  /** Names and kinds that do not fit: collected, so that all of them can be told at once. */
  readonly problems: SyntaxProblem[] = [];
  private readonly tokens: readonly Token[];
  private index = 0;
  private level = 0;

  constructor(
    source: string,
    private readonly names: Names,
  ) {
    this.tokens = tokensOf(source);
  }

  /** The whole expression. Throws SyntaxProblem where it cannot go on. */
  parse(): Expression {
    const root = this.step(this.disjunction());
    if (this.next.type !== 'end') this.refuse('expected an operator or the end');
    return root;
  }

  private disjunction(): Placed {
    let left = this.conjunction();
    while (this.takeName('or')) left = this.logical('or', left, this.conjunction());
    return left;
  }

  private conjunction(): Placed {
    let left = this.negation();
    while (this.takeName('and')) left = this.logical('and', left, this.negation());
    return left;
  }

  private negation(): Placed {
    const { position } = this.next;
    if (!this.takeName('not')) return this.comparison();
    const operand = this.deeper(() => this.negation());
    return { operand: operationOf('not', 'truth', [this.condition(operand)]), position };
  }

  private comparison(): Placed {
    const left = this.sum();
    const { text: symbol } = this.next;
    if (!this.takeSymbol(COMPARISONS)) return left;
    const right = this.sum();
    if (this.next.type === 'symbol' && COMPARISONS.has(this.next.text)) {
      this.refuse('comparisons cannot be chained; join them by and');
    }
    return { operand: this.compared(symbol, left, right), position: left.position };
  }

  private compared(symbol: string, left: Placed, right: Placed): Expression {
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

  private sum(): Placed {
    return this.leftToRight(SUMS, () => this.product());
  }

  private product(): Placed {
    return this.leftToRight(PRODUCTS, () => this.signed());
  }

  private leftToRight(operations: ReadonlyMap<string, Operation>, operand: () => Placed): Placed {
    let left = operand();
    for (;;) {
      const operation = this.next.type === 'symbol' ? operations.get(this.next.text) : undefined;
      if (operation === undefined) return left;
      this.index += 1;
      const operands = [this.step(left), this.step(operand())];
      left = { operand: operationOf(operation, 'number', operands), position: left.position };
    }
  }

  private signed(): Placed {
    const { position } = this.next;
    if (!this.takeSymbol(new Set(['-']))) return this.primary();
    const operand = this.step(this.deeper(() => this.signed()));
    return { operand: operationOf('negate', 'number', [operand]), position };
  }

  private primary(): Placed {
    const token = this.next;
    const { position } = token;
    if (this.takeSymbol(new Set(['(']))) {
      const inner = this.deeper(() => this.disjunction());
      this.demand(')', 'expected an operator or )');
      return { operand: inner.operand, position };
    }
    const isValue = token.type !== 'symbol' && token.type !== 'end';
    if (!isValue || (token.type === 'name' && KEYWORDS.has(token.text))) {
      this.refuse('expected a number, a column, a function or (');
    }
    this.index += 1;
    if (token.type === 'number') {
      return { operand: { type: 'constant', kind: 'number', value: Number(token.text) }, position };
    }
    if (token.type === 'text') return { operand: { type: 'text', text: token.text }, position };
    if (token.type === 'name' && this.takeSymbol(new Set(['(']))) return this.call(token);
    return { operand: this.named(token), position };
  }

  private named({ text, position }: Token): NamedValue {
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

  private call({ text, position }: Token): Placed {
    const known = FUNCTIONS.get(text);
    if (known === undefined) {
      throw new SyntaxProblem(position, `expected a function: ${[...FUNCTIONS.keys()].join(', ')}`);
    }
    const given = this.deeper(() => {
      const operands = [this.disjunction()];
      while (this.takeSymbol(new Set([',']))) operands.push(this.disjunction());
      return operands;
    });
    this.demand(')', 'expected an operator, a comma or )');
    if (given.length < known.fewest || given.length > known.most) {
      const wanted = known.most === known.fewest ? `${known.fewest}` : `${known.fewest} to ${known.most}`;
      throw new SyntaxProblem(position, `expected ${wanted} values for ${text}, there are ${given.length}`);
    }
    return { operand: this.applied(known.operation, given), position };
  }

  private applied(operation: Operation, given: readonly Placed[]): Expression {
    const [first, ...rest] = given;
    if (operation === 'choose' && first !== undefined) {
      const branches = rest.map((operand) => this.step(operand));
      return operationOf('choose', kindOf(branches), [this.condition(first), ...branches]);
    }
    const operands = given.map((operand) => this.step(operand));
    if (operands.length === 1) return operationOf(operation, 'number', operands);
    return operands.reduce((left, right) =>
      operationOf(operation, operation === 'coalesce' ? kindOf([left, right]) : 'number', [left, right]),
    );
  }

  private logical(operation: 'and' | 'or', left: Placed, right: Placed): Placed {
    const operands = [this.condition(left), this.condition(right)];
    return { operand: operationOf(operation, 'truth', operands), position: left.position };
  }

  private condition(placed: Placed): Expression {
    const step = this.step(placed);
    if (step.kind === 'truth') return step;
    this.note(placed.position, 'expected a condition, such as a comparison or a boolean column');
    return step;
  }

  private step({ operand, position }: Placed): Expression {
    if (operand.type !== 'text' && operand.type !== 'text_column') return operand;
    const what = operand.type === 'text' ? 'a text' : `the text column ${operand.name}`;
    this.note(position, `${what} can only be compared by = or !=`);
    return ZERO;
  }

  private deeper<T>(read: () => T): T {
    this.level += 1;
    if (this.level > MOST_LEVELS) this.refuse(`expected at most ${MOST_LEVELS} levels of nesting`);
    const result = read();
    this.level -= 1;
    return result;
  }

  private get next(): Token {
    return this.tokens[this.index] ?? { type: 'end', text: '', position: 1 };
  }

  private takeName(name: string): boolean {
    const found = this.next.type === 'name' && this.next.text === name;
    if (found) this.index += 1;
    return found;
  }

  private takeSymbol(symbols: ReadonlySet<string>): boolean {
    const found = this.next.type === 'symbol' && symbols.has(this.next.text);
    if (found) this.index += 1;
    return found;
  }

  private demand(symbol: string, expected: string): void {
    if (!this.takeSymbol(new Set([symbol]))) this.refuse(expected);
  }

  private note(position: number, detail: string): void {
    this.problems.push(new SyntaxProblem(position, detail));
  }

  private refuse(expected: string): never {
    const { text } = this.next;
    throw new SyntaxProblem(
      this.next.position,
      this.next.type === 'end' ? `${expected}, found the end` : `${expected}, found ${text}`,
    );
  }
}

function operationOf(
  operation: Operation,
  kind: Expression['kind'],
  operands: readonly Expression[],
): Expression {
  return { type: 'operation', kind, operation, operands };
}

function kindOf(operands: readonly Expression[]): Expression['kind'] {
  return operands.every(({ kind }) => kind === 'truth') ? 'truth' : 'number';
}
