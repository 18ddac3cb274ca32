import type { Graph } from '../onnx/graph.js';
import type { GraphColumn, ScoreExplanation, ScoreModel } from '../pipeline/score-model.js';
import type { Table } from '../table/table.js';
import { additionsOf, inGraphOrder, type LinearScore } from './contributions.js';
import { addScores } from './score-graph.js';

/** Sums of what each column adds. */
export class LinearModel implements ScoreModel {
  readonly outputCount: number;

  constructor(private readonly linearScore: LinearScore) {
    this.outputCount = linearScore.intercepts.length;
  }

  score(table: Table): Float64Array {
    const { numbers, categories } = inGraphOrder(this.linearScore);
    const { outputCount } = this;
    const scores = new Float64Array(table.rowCount * outputCount);
    for (const contribution of [...numbers, ...categories]) {
      additionsOf(contribution, table).forEach((added, output) => {
        for (let row = 0; row < added.length; row += 1) scores[row * outputCount + output]! += added[row]!;
      });
    }
    return scores.map((score, i) => score + this.linearScore.intercepts[i % outputCount]!);
  }

  addScores(graph: Graph, columns: readonly GraphColumn[]): readonly string[] {
    return addScores(graph, this.linearScore, columns);
  }

  /**
   * What a column added, less what it added to the training rows in the mean. These are the exact Shapley values of
   * a sum of columns, whatever the dependence between them (Lundberg, Lee 2017, "A Unified Approach to Interpreting
   * Model Predictions", corollary 1).
   */
  explain(table: Table): ScoreExplanation {
    const { contributions: parts, intercepts } = this.linearScore;
    const { outputCount } = this;
    const baseline = Float64Array.from(intercepts, (intercept, output) =>
      parts.reduce((sum, { expected }) => sum + expected[output]!, intercept),
    );
    const contributions = new Float64Array(table.rowCount * outputCount * parts.length);
    parts.forEach((part, column) =>
      additionsOf(part, table).forEach((added, output) => {
        const expected = part.expected[output]!;
        for (let row = 0; row < added.length; row += 1) {
          contributions[(row * outputCount + output) * parts.length + column] = added[row]! - expected;
        }
      }),
    );
    return { method: 'linear', baseline, contributions };
  }

  state(): string {
    return JSON.stringify(this.linearScore);
  }
}

/** The model whose `state` this is: the same scores and explanations, to the last bit. */
export function readLinear(state: string): ScoreModel {
  return new LinearModel(JSON.parse(state) as LinearScore);
}
