import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { ColumnValues, Table } from '#libs/ml';

/** Rows per run: bounds memory; the answer does not depend on it. */
const chunkRows = 4096;

/** What an ONNX file answers for each row of a table: `prediction`, or else `probability`. */
export async function scoreTable(onnx: Uint8Array, table: Table): Promise<Float64Array> {
  const session = await InferenceSession.create(onnx, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  });
  try {
    const answers = new Float64Array(table.rowCount);
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
      const outputs = await session.run(feeds);
      answers.set((outputs['prediction'] ?? outputs['probability'])!.data as Float64Array, start);
    }
    return answers;
  } finally {
    await session.release();
  }
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
