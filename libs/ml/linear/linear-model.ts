import type { Graph } from '../onnx/graph.js';
import type { GraphColumn, ScoreExplanation, ScoreModel } from '../pipeline/score-model.js';
import type { Table } from '../table/table.js';
import { scoreRows, type LinearScore } from './contributions.js';
import { addScore } from './score-graph.js';

/** A sum of what each column adds. */
export class LinearModel implements ScoreModel {
  readonly outputCount = 1;

  constructor(
    private readonly linearScore: LinearScore,
    private readonly columnCount: number,
  ) {}

  score(table: Table): Float64Array {
    return scoreRows(this.linearScore, table);
  }

  addScores(graph: Graph, columns: readonly GraphColumn[]): readonly string[] {
    return [addScore(graph, this.linearScore, columns)];
  }

  explain(table: Table): ScoreExplanation {
    return {
      method: 'linear',
      baseline: Float64Array.of(this.linearScore.intercept),
      contributions: new Float64Array(table.rowCount * this.columnCount),
    };
  }

  state(): string {
    return JSON.stringify(this.linearScore);
  }
}
