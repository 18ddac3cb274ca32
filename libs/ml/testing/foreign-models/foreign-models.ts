import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FeatureColumn, Table } from '../../table/table.js';
import type { Task } from '../../estimator.js';

interface Answers {
  readonly rows: Readonly<Record<string, readonly (number | string | boolean | null)[]>>;
  readonly models: Readonly<
    Record<string, { readonly task: Task; readonly outputs: Readonly<Record<string, readonly unknown[]>> }>
  >;
}

const read = (name: string): Buffer => readFileSync(join(import.meta.dirname, name));

/** What Python's onnxruntime said to twelve rows on the files as their converters wrote them. */
export const foreignAnswers = JSON.parse(read('answers.json').toString()) as Answers;

export function foreignFile(name: string): Uint8Array {
  return new Uint8Array(read(`${name}.onnx`));
}

/** All that the files of this folder read; income and city may be missing. */
export const foreignColumns = {
  age: { name: 'age', kind: 'numeric', nullable: false },
  income: { name: 'income', kind: 'numeric', nullable: true },
  debt: { name: 'debt', kind: 'numeric', nullable: false },
  city: { name: 'city', kind: 'categorical', nullable: true },
  owner: { name: 'owner', kind: 'boolean', nullable: false },
} as const satisfies Record<string, FeatureColumn>;

export function foreignRows(changes: Table['columns'] = {}): Table {
  const columns = Object.fromEntries(
    Object.entries(foreignAnswers.rows).map(([name, values]) => [
      name,
      name === 'city'
        ? (values as readonly (string | null)[])
        : Float64Array.from(values, (value) => (value === null ? NaN : Number(value))),
    ]),
  );
  return { rowCount: 12, columns: { ...columns, ...changes } };
}
