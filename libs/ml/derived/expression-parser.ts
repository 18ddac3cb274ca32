import { operationOf, type Expression, type Operation } from './expression.js';
import { checkCount, functionOf } from './functions.js';
import type { Names } from './names.js';
import { StepMaker, type Placed } from './step-maker.js';
import { TokenReader } from './token-reader.js';
import type { SyntaxProblem, Token } from './tokens.js';

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

/** Recursive descent over the grammar that `parseDerived` documents. */
export class ExpressionParser {
  private readonly tokens: TokenReader;
  private readonly steps: StepMaker;

  constructor(source: string, names: Names) {
    this.tokens = new TokenReader(source);
    this.steps = new StepMaker(names);
  }

  /** Names and kinds that do not fit, as far as it was read. */
  get problems(): readonly SyntaxProblem[] {
    return this.steps.problems;
  }

  /** The whole expression. Throws SyntaxProblem where it cannot go on. */
  parse(): Expression {
    const root = this.steps.step(this.disjunction());
    if (this.tokens.next.type !== 'end') this.tokens.refuse('expected an operator or the end');
    return root;
  }

  private disjunction(): Placed {
    let left = this.conjunction();
    while (this.tokens.takeName('or')) left = this.logical('or', left, this.conjunction());
    return left;
  }

  private conjunction(): Placed {
    let left = this.negation();
    while (this.tokens.takeName('and')) left = this.logical('and', left, this.negation());
    return left;
  }

  private negation(): Placed {
    const { position } = this.tokens.next;
    if (!this.tokens.takeName('not')) return this.comparison();
    const operand = this.tokens.deeper(() => this.negation());
    return { operand: operationOf('not', 'truth', [this.steps.condition(operand)]), position };
  }

  private comparison(): Placed {
    const left = this.sum();
    const { text: symbol } = this.tokens.next;
    if (!this.tokens.takeSymbol(...COMPARISONS)) return left;
    const right = this.sum();
    if (this.tokens.next.type === 'symbol' && COMPARISONS.has(this.tokens.next.text)) {
      this.tokens.refuse('comparisons cannot be chained; join them by and');
    }
    return { operand: this.steps.compared(symbol, left, right), position: left.position };
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
      const operation =
        this.tokens.next.type === 'symbol' ? operations.get(this.tokens.next.text) : undefined;
      if (operation === undefined) return left;
      this.tokens.skip();
      const operands = [this.steps.step(left), this.steps.step(operand())];
      left = { operand: operationOf(operation, 'number', operands), position: left.position };
    }
  }

  private signed(): Placed {
    const { position } = this.tokens.next;
    if (!this.tokens.takeSymbol('-')) return this.primary();
    const operand = this.steps.step(this.tokens.deeper(() => this.signed()));
    return { operand: operationOf('negate', 'number', [operand]), position };
  }

  private primary(): Placed {
    const token = this.tokens.next;
    const { position } = token;
    if (this.tokens.takeSymbol('(')) {
      const inner = this.tokens.deeper(() => this.disjunction());
      this.tokens.demand(')', 'expected an operator or )');
      return { operand: inner.operand, position };
    }
    const isValue = token.type !== 'symbol' && token.type !== 'end';
    if (!isValue || (token.type === 'name' && KEYWORDS.has(token.text))) {
      this.tokens.refuse('expected a number, a column, a function or (');
    }
    this.tokens.skip();
    if (token.type === 'number') {
      return { operand: { type: 'constant', kind: 'number', value: Number(token.text) }, position };
    }
    if (token.type === 'text') return { operand: { type: 'text', text: token.text }, position };
    if (token.type === 'name' && this.tokens.takeSymbol('(')) return this.call(token);
    return { operand: this.steps.named(token), position };
  }

  private call({ text, position }: Token): Placed {
    const known = functionOf(text, position);
    const given = this.tokens.deeper(() => {
      const operands = [this.disjunction()];
      while (this.tokens.takeSymbol(',')) operands.push(this.disjunction());
      return operands;
    });
    this.tokens.demand(')', 'expected an operator, a comma or )');
    checkCount(known, text, given.length, position);
    return { operand: this.steps.applied(known.operation, given), position };
  }

  private logical(operation: 'and' | 'or', left: Placed, right: Placed): Placed {
    const operands = [this.steps.condition(left), this.steps.condition(right)];
    return { operand: operationOf(operation, 'truth', operands), position: left.position };
  }
}
