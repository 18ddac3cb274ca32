import type { CategoryEncoding, Encoding, NumberEncoding } from '../encoding/encoding.js';
import { categoriesOf, numbersOf } from '../table/columns.js';
import type { Table } from '../table/table.js';

/** A number's places among the network's inputs; undefined where the encoding does not use it. */
export interface NumberInputs {
  readonly encoding: NumberEncoding;
  readonly value: number | undefined;
  readonly missing: number | undefined;
}

/** A text's places: `first` and on, one per category, then missing where the encoding uses it. */
export interface CategoryInputs {
  readonly encoding: CategoryEncoding;
  readonly first: number;
  readonly count: number;
  readonly place: ReadonlyMap<string, number>;
}

/**
 * What the network is fed: first the standardised numbers, then the 0/1 indicators of missing numbers, then a 0/1
 * input per category. In this order the graph makes them with few nodes.
 */
export interface Inputs {
  readonly count: number;
  readonly numbers: readonly NumberInputs[];
  readonly categories: readonly CategoryInputs[];
  /** Per model column the places of its inputs; none when it does not contribute. */
  readonly ofColumn: readonly (readonly number[])[];
}

/** Gives every input its place. `encodings` stand in the order of the model columns. */
export function arrangeInputs(encodings: readonly Encoding[]): Inputs {
  const fedAs = (type: NumberEncoding['inputType']): NumberEncoding[] =>
    encodings.filter((encoding) => encoding.kind === 'number').filter(({ inputType }) => inputType === type);
  // The graph converts booleans together.
  const numbers = [...fedAs('double'), ...fedAs('bool')];
  const texts = encodings.filter((encoding) => encoding.kind === 'categories' && encoding.usesCategories);
  let count = 0;
  const values = new Map(numbers.filter(({ usesValue }) => usesValue).map(({ name }) => [name, count++]));
  const missing = new Map(
    numbers.filter(({ usesMissing }) => usesMissing).map(({ name }) => [name, count++]),
  );
  const categories = (texts as readonly CategoryEncoding[]).map((encoding): CategoryInputs => {
    const first = count;
    const place = new Map(encoding.categories.map((category, index) => [category, first + index]));
    const own = encoding.categories.length + (encoding.usesMissing ? 1 : 0);
    count += own;
    return { encoding, first, count: own, place };
  });
  const ofColumn = encodings.map(({ name }) => {
    const text = categories.find(({ encoding }) => encoding.name === name);
    if (text !== undefined) return Array.from({ length: text.count }, (_, index) => text.first + index);
    return [values.get(name), missing.get(name)].filter((place) => place !== undefined);
  });
  return {
    count,
    numbers: numbers.map((encoding) => ({
      encoding,
      value: values.get(encoding.name),
      missing: missing.get(encoding.name),
    })),
    categories,
    ofColumn,
  };
}

/**
 * Writes the inputs of rows `start` … `end` - 1 into `target`, row after row with `stride` values each. The target
 * must hold zeros.
 */
export function writeInputs(
  inputs: Inputs,
  table: Table,
  { start, end }: { readonly start: number; readonly end: number },
  target: Float32Array | Float64Array,
  stride: number,
): void {
  for (const { encoding, value, missing } of inputs.numbers) {
    if (value === undefined && missing === undefined) continue;
    const { center, scale, imputed } = encoding;
    const column = numbersOf(table, encoding.name);
    for (let row = start, at = 0; row < end; row += 1, at += stride) {
      const raw = column[row]!;
      const isMissing = Number.isNaN(raw);
      if (value !== undefined) target[at + value] = ((isMissing ? imputed : raw) - center) / scale;
      if (missing !== undefined && isMissing) target[at + missing] = 1;
    }
  }
  for (const { encoding, first, place } of inputs.categories) {
    const column = categoriesOf(table, encoding.name);
    const missing = encoding.usesMissing ? first + encoding.categories.length : undefined;
    for (let row = start, at = 0; row < end; row += 1, at += stride) {
      const found = place.get(column[row] ?? '') ?? missing;
      if (found !== undefined) target[at + found] = 1;
    }
  }
}
