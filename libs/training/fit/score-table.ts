import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { ColumnValues, Table } from '#libs/ml';

/** Rows per run: bounds memory; the answer does not depend on it. */
const chunkRows = 4096;

/**
 * What an ONNX file answers for each row of a table: `prediction`, or `probability`, or rows × classes probabilities,
 * row by row.
 *
 * @param classes multiclass: the names, in the order of the answers; else empty
 */
export async function scoreTable(
  onnx: Uint8Array,
  table: Table,
  classes: readonly string[],
): Promise<Float64Array> {
  const session = await InferenceSession.create(onnx, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  });
  try {
    const names = answerNames(session.outputNames, classes);
    const answers = new Float64Array(table.rowCount * names.length);
    for (let start = 0; start < table.rowCount; start += chunkRows) {
      const end = Math.min(start + chunkRows, table.rowCount);
      const feeds = Object.fromEntries(
        session.inputMetadata.map((input) => {
          if (!input.isTensor) throw new Error(`Input ${input.name} is no tensor`);
          const values = table.columns[input.name];
          if (!values) throw new Error(`The dataset has no column ${input.name}, which the version needs`);
          return [input.name, tensorOf(input.type, values.slice(start, end))];
        }),
      );
      const outputs = await session.run(feeds, names);
      names.forEach((name, place) => {
        const values = outputs[name]!.data as Float64Array;
        values.forEach((value, row) => (answers[(start + row) * names.length + place] = value));
      });
    }
    return answers;
  } finally {
    await session.release();
  }
}

function answerNames(outputs: readonly string[], classes: readonly string[]): string[] {
  if (classes.length > 0) return classes.map((name) => `probability_${name}`);
  return [outputs.includes('prediction') ? 'prediction' : 'probability'];
}

function tensorOf(type: string, values: ColumnValues): Tensor {
  const shape = [values.length];
  if (type === 'string')
    return new Tensor(
      'string',
      Array.from(values as readonly (string | null)[], (value) => value ?? ''),
      shape,
    );
  if (type === 'bool') return new Tensor('bool', Uint8Array.from(values as Float64Array), shape);
  return new Tensor('float64', values as Float64Array, shape);
}
