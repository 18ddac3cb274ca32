import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { ColumnValues, Table } from '#libs/ml';

/** Rows per run: bounds memory; the answer does not depend on it. */
const chunkRows = 4096;

/** An ONNX file, opened to answer tables. */
export interface Scorer {
  /** `prediction`, or `probability`, or rows × classes probabilities, row by row. */
  score(table: Table): Promise<Float64Array>;
  /** Frees native memory; the scorer must not be used afterwards. */
  release(): Promise<void>;
}

/** An output that is absent or not one number per row. */
export class WrongOutput extends Error {
  constructor(
    readonly output: string,
    problem: string,
  ) {
    super(problem);
  }
}

/** @param classes multiclass: the names, in the order of the answers; else empty */
export async function openScorer(onnx: Uint8Array, classes: readonly string[]): Promise<Scorer> {
  const session = await InferenceSession.create(onnx, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  });
  const names = answerNames(session.outputNames, classes);
  return { score: (table) => score(session, names, table), release: () => session.release() };
}

/** What an ONNX file answers for each row of a table; see `Scorer` and `openScorer`. */
export async function scoreTable(
  onnx: Uint8Array,
  table: Table,
  classes: readonly string[],
): Promise<Float64Array> {
  const scorer = await openScorer(onnx, classes);
  try {
    return await scorer.score(table);
  } finally {
    await scorer.release();
  }
}

async function score(
  session: InferenceSession,
  names: readonly string[],
  table: Table,
): Promise<Float64Array> {
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
      const { data, dims } = outputs[name]!;
      if (dims.length !== 1 || dims[0] !== end - start) {
        throw new WrongOutput(
          name,
          `has the shape [${dims.join(', ')}] for ${end - start} rows; expected is one value per row`,
        );
      }
      (data as Float64Array).forEach((value, row) => (answers[(start + row) * names.length + place] = value));
    });
  }
  return answers;
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
