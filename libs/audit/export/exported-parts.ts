import type { DataSource, ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import {
  type BatchPredictionRecord,
  BatchPredictionRecordEntity,
} from '../batch-predictions/batch-prediction-record.entity.js';
import type { AuditExportQueryDto, ExportedRecord } from '../dto/audit-export-query.dto.js';
import { AdministrativeEventEntity } from '../events/administrative-event.entity.js';
import { predictionColumns } from '../predictions/prediction-columns.js';
import { filterPredictions } from '../predictions/prediction-filter.js';
import { PredictionRecordEntity } from '../predictions/prediction-record.entity.js';
import { withinTimes } from '../time-filter.js';

type Filter = 'model' | 'model_version' | 'status';

export interface ExportedPart {
  /** In the order of the file. */
  readonly columns: readonly string[];
  /** Of those that not every part has. */
  readonly filters: readonly Filter[];
  /** Under the alias `record`. */
  readonly rows: (database: DataSource, asked: AuditExportQueryDto) => SelectQueryBuilder<ObjectLiteral>;
}

const eventColumns = [
  'id',
  'occurred_at',
  'action',
  'actor_kind',
  'actor_id',
  'credential_id',
  'subject_kind',
  'subject_id',
  'details',
] as const satisfies readonly (keyof AdministrativeEventEntity)[];

const batchColumns = [
  'id',
  'occurred_at',
  'requested_at',
  'actor_kind',
  'actor_id',
  'credential_id',
  'model',
  'model_version',
  'model_digest',
  'threshold',
  'selection',
  'status',
  'rows_answered',
  'rows_refused',
  'content_hash',
] as const satisfies readonly (keyof BatchPredictionRecord)[];

/** What the audit trail consists of. */
export const exportedParts: Readonly<Record<ExportedRecord, ExportedPart>> = {
  predictions: {
    columns: Object.keys(predictionColumns),
    filters: ['model', 'model_version', 'status'],
    rows: (database, asked) =>
      filterPredictions(database.createQueryBuilder(PredictionRecordEntity, 'record'), asked),
  },
  batch_predictions: {
    columns: batchColumns,
    filters: ['model', 'model_version'],
    rows: (database, asked) => {
      const query = withinTimes(database.createQueryBuilder(BatchPredictionRecordEntity, 'record'), asked);
      const { model, model_version } = asked;
      if (model !== undefined) query.andWhere('record.model = :model', { model });
      if (model_version !== undefined)
        query.andWhere('record.model_version = :model_version', { model_version });
      return query;
    },
  },
  events: {
    columns: eventColumns,
    filters: [],
    rows: (database, asked) =>
      withinTimes(database.createQueryBuilder(AdministrativeEventEntity, 'record'), asked),
  },
};
