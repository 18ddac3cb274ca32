import { holdoutPosition } from '#libs/ml';
import type { SplitRule } from '#libs/models';
import type { SplitRequest } from '../options/training-options.js';
import { splitKey, type TrainingRows } from './training-rows.js';

type SplitColumns = Pick<TrainingRows, 'identifiers' | 'target' | 'classes' | 'splitValues'>;

/** Makes of what was asked for a rule that holds without the rows that it was made from. */
export function splitRule(request: SplitRequest, testSize: number, rows: SplitColumns): SplitRule {
  switch (request.method) {
    case 'identifier':
      return { method: 'identifier' };
    case 'stratified':
      return { method: 'stratified', cuts: classCuts(testSize, rows) };
    case 'group':
      return { method: 'group', column: request.column };
    case 'time': {
      const { column } = request;
      return { method: 'time', column, cut: timeCut(testSize, numbersOf(rows, column)) };
    }
  }
}

/**
 * Whether each row is held out by a rule: 1 or 0 per row. Undefined when the column that the rule reads was not
 * read, because the dataset no longer has it.
 */
export function heldOutRows(rule: SplitRule, testSize: number, rows: SplitColumns): Uint8Array | undefined {
  const { identifiers } = rows;
  const mark = (isHeldOut: (row: number) => boolean): Uint8Array =>
    Uint8Array.from(identifiers, (_, row) => (isHeldOut(row) ? 1 : 0));
  switch (rule.method) {
    case 'identifier':
      return mark((row) => holdoutPosition(identifiers[row]!) < testSize);
    case 'stratified':
      return mark((row) => holdoutPosition(identifiers[row]!) < (rule.cuts[className(rows, row)] ?? 0));
    case 'group': {
      const groups = rows.splitValues[splitKey('group', rule.column)];
      if (!groups) return undefined;
      // A table has far fewer groups than rows.
      const positions = new Map<string, number>();
      return mark((row) => {
        const group = (groups[row] as string | null) ?? identifiers[row]!;
        let position = positions.get(group);
        if (position === undefined) positions.set(group, (position = holdoutPosition(group)));
        return position < testSize;
      });
    }
    case 'time': {
      const values = rows.splitValues[splitKey('time', rule.column)];
      return values && mark((row) => (values[row] as number) >= rule.cut);
    }
  }
}

/** For each class the position below which the asked share of its rows lies, of two rows or more at least one. */
function classCuts(testSize: number, rows: SplitColumns): Record<string, number> {
  const positions = new Map<string, number[]>();
  rows.identifiers.forEach((identifier, row) => {
    const name = className(rows, row);
    const known = positions.get(name);
    if (known) known.push(holdoutPosition(identifier));
    else positions.set(name, [holdoutPosition(identifier)]);
  });
  return Object.fromEntries(
    [...positions].map(([name, ofClass]) => {
      const count = Math.max(Math.round(testSize * ofClass.length), Math.min(1, ofClass.length - 1));
      // The position of the first row that is not held out; its neighbour below it is.
      return [name, Float64Array.from(ofClass).sort()[count] ?? 1];
    }),
  );
}

/** The value from which on rows are held out: the asked share of those that have one, the ties of the first too. */
function timeCut(testSize: number, values: Float64Array): number {
  const known = values.filter((value) => !Number.isNaN(value)).sort();
  return known[Math.floor(known.length * (1 - testSize))] ?? 0;
}

function className({ target, classes }: SplitColumns, row: number): string {
  const value = target[row]!;
  return classes[value] ?? String(value);
}

function numbersOf({ splitValues }: SplitColumns, column: string): Float64Array {
  const values = splitValues[splitKey('time', column)];
  if (values instanceof Float64Array) return values;
  throw new Error(`The column ${column} was not read`);
}
