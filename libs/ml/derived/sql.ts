import { LARGEST_EXPONENT, SMALLEST_EXPONENT } from './evaluate.js';
import type { DerivedExpression, Expression, LearntMean, Operation } from './expression.js';
import { learntKey } from './learnt-constants.js';

/** A learnt constant, as a translation to SQL meets it. */
export interface LearntReference {
  /** Of `LearntConstants`. */
  readonly key: string;
  readonly column: string;
  readonly group: string | undefined;
}

/**
 * The SQL of a learnt constant: a scalar that is NULL where it is missing. Versions hold what was learnt, so whoever
 * makes a view says whose constants it takes.
 *
 * @param groupValue the SQL of the row's group, a text; undefined where the constant has no groups
 */
export type LearntSql = (constant: LearntReference, groupValue: string | undefined) => string;

/**
 * The derived feature as a PostgreSQL expression of type double precision over columns of the feature schema's
 * names; NULL where `evaluate` has NaN. Numeric columns may be of any numeric type, boolean ones boolean or integer,
 * categorical ones text, varchar or an enumeration. `log` and `exp` agree to 1e-12, all else to the last bit.
 *
 * One difference is PostgreSQL's own: where a product, quotient, sum or difference leaves the range of doubles
 * (about 1e±308) it refuses the query (error 22003), where `evaluate` goes on with a missing value or 0.
 *
 * @throws TypeError when the expression has a learnt constant and nobody says where it is to be found
 */
export function toSql(expression: DerivedExpression, learntSql: LearntSql = refuseLearnt): string {
  return new SqlWriter(learntSql).asNumber(expression.root);
}

function refuseLearnt({ key }: LearntReference): never {
  throw new TypeError(`${key} is learnt: say where SQL finds it`);
}

class SqlWriter {
  constructor(private readonly learntSql: LearntSql) {}

  asNumber(expression: Expression): string {
    const sql = this.write(expression);
    return expression.kind === 'truth' ? `(${sql})::integer::double precision` : sql;
  }

  private write(expression: Expression): string {
    switch (expression.type) {
      case 'constant':
        return `${expression.value}::double precision`;
      case 'column': {
        const column = identifier(expression.name);
        if (expression.kind === 'truth') return `(${column}::integer = 1)`;
        // NaN is larger than everything in PostgreSQL: this leaves out NaN and both infinities.
        const number = `${column}::double precision`;
        return `CASE WHEN abs(${number}) < 'Infinity' THEN ${number} END`;
      }
      case 'text_equal': {
        const text = `${identifier(expression.column)}::text`;
        return `(CASE WHEN ${text} NOT IN ('', 'nan', 'None') THEN ${text} = ${literal(expression.text)} END)`;
      }
      case 'mean':
        return this.mean(expression);
      case 'operation':
        return this.operation(expression.operation, expression.operands, expression.kind);
    }
  }

  private operation(name: Operation, operands: readonly Expression[], kind: Expression['kind']): string {
    const [first, second, third] = operands;
    const numbers = (): readonly string[] => operands.map((operand) => this.asNumber(operand));
    const infix = (operator: string, parts: readonly string[]): string => `(${parts.join(` ${operator} `)})`;
    switch (name) {
      case 'add':
        return infix('+', numbers());
      case 'subtract':
        return infix('-', numbers());
      case 'multiply':
        return infix('*', numbers());
      case 'divide': {
        const [dividend = '', divisor = ''] = numbers();
        return `(${dividend} / NULLIF(${divisor}, 0))`;
      }
      case 'negate':
        return `(0 - ${numbers().join('')})`;
      case 'absolute':
        return `abs(${numbers().join('')})`;
      case 'logarithm':
        return step('CASE WHEN a > 0 THEN ln(a) END', numbers());
      case 'exponential':
        return step(
          `CASE WHEN a < ${SMALLEST_EXPONENT} THEN exp(${SMALLEST_EXPONENT}::double precision) WHEN a <= ${LARGEST_EXPONENT} THEN exp(a) END`,
          numbers(),
        );
      case 'square_root':
        return step('CASE WHEN a >= 0 THEN sqrt(a) END', numbers());
      case 'minimum':
        return step('CASE WHEN a <= b THEN a WHEN a > b THEN b END', numbers());
      case 'maximum':
        return step('CASE WHEN a >= b THEN a WHEN a < b THEN b END', numbers());
      case 'coalesce':
        return `COALESCE(${operands.map((operand) => this.as(kind, operand)).join(', ')})`;
      case 'choose': {
        const [condition, then, otherwise] = [first, second, third].map((operand, index) =>
          operand === undefined ? '' : this.as(index === 0 ? 'truth' : kind, operand),
        );
        return `(CASE ${condition} WHEN true THEN ${then} WHEN false THEN ${otherwise} END)`;
      }
      case 'equal':
        return infix('=', numbers());
      case 'less':
        return infix('<', numbers());
      case 'less_or_equal':
        return infix('<=', numbers());
      case 'and':
        return infix(
          'AND',
          operands.map((operand) => this.write(operand)),
        );
      case 'or':
        return infix(
          'OR',
          operands.map((operand) => this.write(operand)),
        );
      case 'not':
        return `(NOT ${operands.map((operand) => this.write(operand)).join('')})`;
    }
  }

  private mean({ column, group }: LearntMean): string {
    const groupValue = group === undefined ? undefined : `${identifier(group)}::text`;
    const sql = this.learntSql({ key: learntKey({ column, group }), column, group }, groupValue);
    return `(${sql})::double precision`;
  }

  private as(kind: Expression['kind'], expression: Expression): string {
    return kind === 'truth' ? this.write(expression) : this.asNumber(expression);
  }
}

/** Operands that are used twice get a name; OFFSET 0 keeps the planner from writing them out twice after all. */
function step(sql: string, operands: readonly string[]): string {
  const named = operands.map((operand, index) => `${operand} AS ${'ab'[index]}`).join(', ');
  return `(SELECT ${sql} FROM (SELECT ${named} OFFSET 0) AS step)`;
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** E'' reads backslashes alike whatever standard_conforming_strings says. */
function literal(text: string): string {
  return `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
