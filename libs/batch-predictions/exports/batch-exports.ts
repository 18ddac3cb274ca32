import { Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { AdministrativeEvents } from '#libs/audit';
import { CsvExporter } from '#libs/datasets';
import { type ModelDefinition, ModelVersions } from '#libs/models';
import type { ActorReference } from '#libs/platform';
import type { BatchPredictionEntity } from '../batches/batch-prediction.entity.js';
import { LatestAnswers } from '../results/latest-answers.js';
import { answerColumns, probabilityColumns } from './result-columns.js';

/** Results as CSV, streamed. What stands in SQL here comes from the database or from the code, never from a caller. */
@Injectable()
export class BatchExports {
  constructor(
    private readonly exporter: CsvExporter,
    private readonly newest: LatestAnswers,
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
      relation: this.newest.relation(model),
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
}
