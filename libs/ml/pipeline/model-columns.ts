import type { DerivedFeature } from '../derived/derived-feature.js';
import { evaluate } from '../derived/evaluate.js';
import { columnsOf, type DerivedExpression } from '../derived/expression.js';
import { addToGraph } from '../derived/graph.js';
import { learn } from '../derived/learn.js';
import type { LearntConstants } from '../derived/learnt-constants.js';
import { parseAllDerived } from '../derived/parse.js';
import type { Explanation } from '../explain/explanation.js';
import type { Graph } from '../onnx/graph.js';
import type { FeatureColumn, Table } from '../table/table.js';
import type { GraphColumn, ScoreExplanation } from './score-model.js';

/** From raw columns to the columns that a family sees: the direct ones, then the derived features. */
export class ModelColumns {
  readonly columns: readonly FeatureColumn[];

  private constructor(
    private readonly features: readonly FeatureColumn[],
    private readonly expressions: readonly DerivedExpression[],
    readonly learnt: LearntConstants,
  ) {
    const direct = features.filter(({ indirect }) => indirect !== true);
    const computed = expressions.map(({ name }): FeatureColumn => ({
      name,
      kind: 'numeric',
      nullable: true,
    }));
    this.columns = [...direct, ...computed];
  }

  /**
   * Learns the constants of derived features from the rows that the pipeline is fitted on.
   *
   * @throws MlError `invalid_expression`
   */
  static learn(
    features: readonly FeatureColumn[],
    derived: readonly DerivedFeature[],
    training: Table,
  ): ModelColumns {
    const expressions = parseAllDerived(derived, features);
    return new ModelColumns(features, expressions, learn(expressions, training));
  }

  /**
   * With constants that were learnt before.
   *
   * @throws MlError `invalid_expression`
   */
  static of(
    features: readonly FeatureColumn[],
    derived: readonly DerivedFeature[],
    learnt: LearntConstants,
  ): ModelColumns {
    return new ModelColumns(features, parseAllDerived(derived, features), learnt);
  }

  /** The table with the derived features added. */
  derive(table: Table): Table {
    if (this.expressions.length === 0) return table;
    const computed = this.expressions.map((expression) => [
      expression.name,
      evaluate(expression, table, this.learnt),
    ]);
    return { ...table, columns: { ...table.columns, ...(Object.fromEntries(computed) as Table['columns']) } };
  }

  /** Adds the nodes of the derived features to a graph that has the raw columns as inputs. */
  addTo(graph: Graph, inputs: readonly GraphColumn[]): GraphColumn[] {
    const byName = new Map(inputs.map((input) => [input.name, input]));
    for (const expression of this.expressions) {
      const value = addToGraph(graph, expression, byName, this.learnt);
      byName.set(expression.name, {
        name: expression.name,
        kind: 'numeric',
        nullable: true,
        value,
        type: 'double',
      });
    }
    return this.columns.map(({ name }) => byName.get(name)!);
  }

  /**
   * Contributions of model columns as contributions of raw columns. Whoever reads a reason knows the raw columns;
   * what a derived feature contributes is divided equally among those it is computed from.
   */
  toRaw(explanation: ScoreExplanation): Explanation {
    const { method, baseline, contributions, standardError } = explanation;
    const features = this.features.map(({ name }) => name);
    const shares = this.shares();
    return {
      method,
      features,
      baseline,
      contributions: spread(contributions, shares, features.length),
      ...(standardError ? { standardError: spread(standardError, shares, features.length) } : {}),
    };
  }

  /** Per model column, the raw columns that its contribution goes to. */
  private shares(): readonly (readonly number[])[] {
    const place = new Map(this.features.map(({ name }, index) => [name, index]));
    const sources = new Map(this.expressions.map((expression) => [expression.name, columnsOf(expression)]));
    return this.columns.map(({ name }) => (sources.get(name) ?? [name]).map((source) => place.get(source)!));
  }
}

function spread(
  perColumn: Float64Array,
  shares: readonly (readonly number[])[],
  featureCount: number,
): Float64Array {
  const perFeature = new Float64Array((perColumn.length / shares.length) * featureCount);
  for (let row = 0; row * shares.length < perColumn.length; row += 1) {
    shares.forEach((places, column) => {
      const part = perColumn[row * shares.length + column]! / places.length;
      for (const place of places) perFeature[row * featureCount + place]! += part;
    });
  }
  return perFeature;
}
