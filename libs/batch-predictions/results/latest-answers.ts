import { Injectable } from '@nestjs/common';
import { sqlName, sqlText } from '#libs/datasets';
import { type ModelDefinition, ModelRegistry } from '#libs/models';

/**
 * The newest answer to each row that a dataset still has, over all batches of a model that have ended, as SQL made from
 * definitions alone.
 */
@Injectable()
export class LatestAnswers {
  constructor(private readonly models: ModelRegistry) {}

  /** In the order of the identifiers as texts. */
  relation(model: ModelDefinition): string {
    return `(
      SELECT DISTINCT ON (result.row_identifier COLLATE "C") result.*, batch.threshold, batch.model_version,
        batch.finished_at AS predicted_at, result.probabilities[result.prediction::integer + 1] AS label_probability
      FROM batch_prediction_results AS result JOIN batch_predictions AS batch ON batch.id = result.batch_id
      WHERE batch.model = ${sqlText(model.name)} AND batch.finished_at IS NOT NULL AND result.problems IS NULL
        AND ${this.stillThere(model)}
      ORDER BY result.row_identifier COLLATE "C", batch.finished_at DESC, batch.id DESC
    ) AS latest`;
  }

  /**
   * A condition on a row of `batch_predictions`: none of its answers is the newest one. A model that was retired has no
   * newest answers.
   * @throws DomainError `model_not_found`: nobody can tell
   */
  async superseded(name: string): Promise<string> {
    const model = await this.models.getEvenRetired(name);
    if (this.models.retiredAt(name) !== undefined) return 'true';
    return `NOT EXISTS (
      SELECT FROM batch_prediction_results AS result
      WHERE result.batch_id = batch_predictions.id AND result.problems IS NULL AND ${this.stillThere(model)}
        AND NOT EXISTS (
          SELECT FROM batch_prediction_results AS newer JOIN batch_predictions AS other ON other.id = newer.batch_id
          WHERE other.model = ${sqlText(model.name)} AND newer.row_identifier = result.row_identifier
            AND newer.problems IS NULL
            AND (other.finished_at, other.id) > (batch_predictions.finished_at, batch_predictions.id)))`;
  }

  private stillThere(model: ModelDefinition): string {
    const { relation, identifier } = this.models.datasetOf(model);
    return `EXISTS (SELECT FROM ${relation} AS source WHERE source.${sqlName(identifier)}::text = result.row_identifier)`;
  }
}
