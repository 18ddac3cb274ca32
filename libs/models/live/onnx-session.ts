import { InferenceSession, Tensor } from 'onnxruntime-node';
import { numberOf } from './number-of.js';

export type FeatureValue = number | string | boolean | null;
export type FeatureRow = Readonly<Record<string, FeatureValue>>;

/** Values of each graph output, one per row. */
export type GraphOutputs = Readonly<Record<string, ArrayLike<number | bigint | string>>>;

// One thread: single rows are twice as fast without the hand-over, and the answer cannot depend on it.
const sessionOptions: InferenceSession.SessionOptions = {
  executionMode: 'sequential',
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  logSeverityLevel: 3,
};

/** An ONNX graph with one rank-1 input per feature column: number, text or boolean. */
export class OnnxSession {
  private constructor(
    private readonly session: InferenceSession,
    private readonly inputs: readonly { readonly name: string; readonly type: string }[],
  ) {}

  /** @throws Error when the file is no graph of that form */
  static async load(onnx: Uint8Array): Promise<OnnxSession> {
    const session = await InferenceSession.create(onnx, sessionOptions);
    const inputs = session.inputMetadata.map((input) => {
      if (!input.isTensor) throw new Error(`Input ${input.name} is no tensor`);
      return { name: input.name, type: input.type };
    });
    return new OnnxSession(session, inputs);
  }

  /** Blocks the event loop while it computes (about 30 µs for one row): callers bound the rows. */
  async run(rows: readonly FeatureRow[]): Promise<GraphOutputs> {
    const feeds = Object.fromEntries(
      this.inputs.map(({ name, type }) => [name, columnTensor(name, type, rows)]),
    );
    const results = await this.session.run(feeds);
    return Object.fromEntries(
      Object.entries(results).map(([name, tensor]) => [
        name,
        tensor.data as ArrayLike<number | bigint | string>,
      ]),
    );
  }

  /** Frees native memory; the session must not be used afterwards. */
  release(): Promise<void> {
    return this.session.release();
  }
}

function columnTensor(name: string, type: string, rows: readonly FeatureRow[]): Tensor {
  const shape = [rows.length];
  switch (type) {
    case 'float64': {
      const values = new Float64Array(rows.length);
      for (let i = 0; i < rows.length; i++) {
        const value = rows[i]![name];
        values[i] = value === null || value === undefined ? NaN : numberOf(value);
      }
      return new Tensor('float64', values, shape);
    }
    case 'bool': {
      const values = new Uint8Array(rows.length);
      for (let i = 0; i < rows.length; i++) values[i] = rows[i]![name] === true ? 1 : 0;
      return new Tensor('bool', values, shape);
    }
    case 'string': {
      // The graph takes the empty text for missing.
      return new Tensor(
        'string',
        rows.map((row) => (row[name] ?? '') as string),
        shape,
      );
    }
    default:
      throw new Error(`Input ${name} has the unsupported type ${type}`);
  }
}
