import type { Graph } from '../onnx/graph.js';
import type { GraphColumn, ScoreExplanation, ScoreModel } from '../pipeline/score-model.js';
import type { Table } from '../table/table.js';
import { Forward, FORWARD_ROWS } from './forward.js';
import { arrangeInputs, writeInputs, type Inputs } from './inputs.js';
import { addNetwork } from './mlp-graph.js';
import { SampledShapley } from './shapley.js';
import { padded } from './kernels.js';
import type { MlpParts } from './mlp-parts.js';
import { encodeState } from './state.js';

/** About 3 ms per row for 13 columns and 64-32 units; see SampledShapley for what more would bring. */
const EXPLANATION_ROUNDS = 4;

/** A dense ReLU network over encoded columns. */
export class MlpModel implements ScoreModel {
  readonly outputCount: number;
  private readonly inputs: Inputs;
  private forwardPass: Forward | undefined;
  private shapley: SampledShapley | undefined;

  constructor(private readonly parts: MlpParts) {
    this.outputCount = parts.network.at(-1)!.outputCount;
    this.inputs = arrangeInputs(parts.encodings);
  }

  score(table: Table): Float64Array {
    const { outputCount, forward } = this;
    const { mean, deviation } = this.parts.scale;
    const scores = new Float64Array(table.rowCount * outputCount);
    for (let start = 0; start < table.rowCount; start += FORWARD_ROWS) {
      const end = Math.min(start + FORWARD_ROWS, table.rowCount);
      forward.inputs.fill(0, 0, padded(end - start) * forward.inputStride);
      writeInputs(this.inputs, table, { start, end }, forward.inputs, forward.inputStride);
      forward.run(end - start);
      for (let row = start; row < end; row += 1) {
        for (let output = 0; output < outputCount; output += 1) {
          const value = forward.outputs[(row - start) * forward.outputStride + output]!;
          scores[row * outputCount + output] = value * deviation + mean;
        }
      }
    }
    return scores;
  }

  addScores(graph: Graph, columns: readonly GraphColumn[]): readonly string[] {
    return addNetwork(graph, columns, this.inputs, this.parts.network, this.parts.scale);
  }

  /**
   * Sampled Shapley values; see `SampledShapley` for the estimate and its error.
   *
   * @param rounds at least 2: more cost as much more and divide the standard errors by the square root
   */
  explain(table: Table, rounds = EXPLANATION_ROUNDS): ScoreExplanation {
    const { parts, outputCount } = this;
    this.shapley ??= new SampledShapley(
      parts.network,
      this.forward,
      this.inputs,
      parts.scale,
      this.encodedRows(parts.background),
    );
    const size = outputCount * parts.encodings.length;
    const contributions = new Float64Array(table.rowCount * size);
    const standardError = new Float64Array(table.rowCount * size);
    for (const [index, row] of this.encodedRows(table).entries()) {
      const part = [index * size, (index + 1) * size] as const;
      this.shapley.explain(row, rounds, contributions.subarray(...part), standardError.subarray(...part));
    }
    return { method: 'sampled', baseline: this.shapley.baseline.slice(), contributions, standardError };
  }

  state(): string {
    return encodeState(this.parts);
  }

  /** Made when first needed: a model may be trained only to be written. */
  private get forward(): Forward {
    this.forwardPass ??= new Forward(this.parts.network);
    return this.forwardPass;
  }

  private encodedRows(table: Table): Float64Array[] {
    const { count } = this.inputs;
    const matrix = new Float64Array(table.rowCount * count);
    writeInputs(this.inputs, table, { start: 0, end: table.rowCount }, matrix, count);
    return Array.from({ length: table.rowCount }, (_, row) =>
      matrix.subarray(row * count, (row + 1) * count),
    );
  }
}
