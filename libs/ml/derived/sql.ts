import { LARGEST_EXPONENT, SMALLEST_EXPONENT } from './evaluate.js';
import type { DerivedExpression, Expression, Operation } from './expression.js';

/**
 * The derived feature as a PostgreSQL expression of type double precision over columns of the feature schema's
 * names; NULL where `evaluate` has NaN. Numeric columns may be of any numeric type, boolean ones boolean or integer,
 * categorical ones text, varchar or an enumeration. `log` and `exp` agree to 1e-12, all else to the last bit.
 *
 * One difference is PostgreSQL's own: where a product, quotient, sum or difference leaves the range of doubles
 * (about 1e±308) it refuses the query (error 22003), where `evaluate` goes on with a missing value or 0.
 */
export function toSql(expression: DerivedExpression): string {
  return asNumber(expression.root);
}

function asNumber(expression: Expression): string {
  const sql = toSqlOf(expression);
  return expression.kind === 'truth' ? `(${sql})::integer::double precision` : sql;
}

function toSqlOf(expression: Expression): string {
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
    case 'operation':
      return operation(expression.operation, expression.operands, expression.kind);
  }
}

function operation(name: Operation, operands: readonly Expression[], kind: Expression['kind']): string {
  const [first, second, third] = operands;
  const numbers = (): readonly string[] => operands.map(asNumber);
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
      return `COALESCE(${operands.map((operand) => as(kind, operand)).join(', ')})`;
    case 'choose': {
      const [condition, then, otherwise] = [first, second, third].map((operand, index) =>
        operand === undefined ? '' : as(index === 0 ? 'truth' : kind, operand),
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
      return infix('AND', operands.map(toSqlOf));
    case 'or':
      return infix('OR', operands.map(toSqlOf));
    case 'not':
      return `(NOT ${operands.map(toSqlOf).join('')})`;
  }
}

/** Operands that are used twice get a name; OFFSET 0 keeps the planner from writing them out twice after all. */
function step(sql: string, operands: readonly string[]): string {
  const named = operands.map((operand, index) => `${operand} AS ${'ab'[index]}`).join(', ');
  return `(SELECT ${sql} FROM (SELECT ${named} OFFSET 0) AS step)`;
}

function as(kind: Expression['kind'], expression: Expression): string {
  return kind === 'truth' ? toSqlOf(expression) : asNumber(expression);
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** E'' reads backslashes alike whatever standard_conforming_strings says. */
function literal(text: string): string {
  return `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
