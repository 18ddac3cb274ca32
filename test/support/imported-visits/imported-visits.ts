import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Row = Readonly<Record<string, number | string | boolean | null>>;

const { rows, answers } = JSON.parse(readFileSync(join(import.meta.dirname, 'answers.json'), 'utf8')) as {
  readonly rows: readonly Row[];
  readonly answers: Readonly<Record<string, readonly Readonly<Record<string | number, number>>[]>>;
};

/** The first forty rows of the table, without their targets. */
export const visitRows = rows;

/** What Python's onnxruntime says to them: one entry per class, or one. */
export function pythonAnswers(name: string, key: string | number): number[] {
  return answers[name]!.map((row) => Number(row[key]));
}

export function visitsModelPath(name: string): string {
  return join(import.meta.dirname, `${name}.onnx`);
}

export function visitsModel(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(visitsModelPath(name)));
}
