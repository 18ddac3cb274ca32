import { Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { AdministrativeEvents } from '#libs/audit';
import { CsvExporter, sqlName } from '#libs/datasets';
import { type ModelDefinition, ModelRegistry, ModelVersions } from '#libs/models';
import type { ActorReference } from '#libs/platform';
import type { BatchPredictionEntity } from '../batches/batch-prediction.entity.js';
import { answerColumns, probabilityColumns } from './result-columns.js';

/** Results as CSV, streamed. What stands in SQL here comes from the database or from the code, never from a caller. */
@Injectable()
export class BatchExports {
  constructor(
    private readonly exporter: CsvExporter,
    private readonly models: ModelRegistry,
    private readonly versions: ModelVersions,
    private readonly events: AdministrativeEvents,
  ) {}

  /** Every result of a batch that has ended, in the order of the content hash. */
  async results(batch: BatchPredictionEntity, actor: ActorReference): Promise<Readable> {
    const { id, model, model_version } = batch;
    const version = await this.versions.get(model, model_version);
    return this.exporter.export({
      relation: `(SELECT * FROM batch_prediction_results WHERE batch_id = '${id}') AS results`,
      columns: [
        { name: 'position', kind: 'number' },
        { name: 'row_identifier', kind: 'text' },
        ...answerColumns(version),
        ...probabilityColumns(version),
        { name: 'split', kind: 'text' },
        { name: 'problems', kind: 'text', expression: '"problems"::text' },
      ],
      orderBy: 'position',
      beforeFirstRow: (manager) =>
        this.events.record(
          {
            action: 'batch_prediction.exported',
            actor,
            subject: { kind: 'batch_prediction', id },
            details: { model, model_version },
          },
          manager,
        ),
    });
  }

  /** The newest answer to each row that the dataset still has, over all batches that have ended. */
  async latest(model: ModelDefinition, actor: ActorReference): Promise<Readable> {
    const { name } = model;
    return this.exporter.export({
      relation: this.latestQuery(model),
      columns: [
        { name: 'row_identifier', kind: 'text' },
        ...answerColumns(model),
        ...(model.task === 'multiclass' ? [{ name: 'label_probability', kind: 'number' } as const] : []),
        ...(model.task === 'binary' ? [{ name: 'threshold', kind: 'number' } as const] : []),
        { name: 'split', kind: 'text' },
        { name: 'model_version', kind: 'number' },
        { name: 'predicted_at', kind: 'time' },
        { name: 'batch_prediction_id', kind: 'text', expression: '"batch_id"::text' },
      ],
      orderBy: undefined,
      beforeFirstRow: (manager) =>
        this.events.record(
          { action: 'latest_predictions.exported', actor, subject: { kind: 'model', id: name }, details: {} },
          manager,
        ),
    });
  }

  private latestQuery(model: ModelDefinition): string {
    const { relation, identifier } = this.models.datasetOf(model);
    return `(
      SELECT DISTINCT ON (result.row_identifier COLLATE "C") result.*, batch.threshold, batch.model_version,
        batch.finished_at AS predicted_at, result.probabilities[result.prediction::integer + 1] AS label_probability
      FROM batch_prediction_results AS result JOIN batch_predictions AS batch ON batch.id = result.batch_id
      WHERE batch.model = '${model.name}' AND batch.finished_at IS NOT NULL AND result.problems IS NULL
        AND EXISTS (SELECT FROM ${relation} AS source WHERE source.${sqlName(identifier)}::text = result.row_identifier)
      ORDER BY result.row_identifier COLLATE "C", batch.finished_at DESC, batch.id DESC
    ) AS latest`;
  }
}
