export { AuditHttpModule } from './audit-http.module.js';
export { AuditModule } from './audit.module.js';
export {
  type BatchEnd,
  type BatchPredictionRecord,
  BatchPredictionRecordEntity,
} from './batch-predictions/batch-prediction-record.entity.js';
export { BatchPredictionRecords } from './batch-predictions/batch-prediction-records.js';
export { PredictionRecordDto, predictionRecordDto } from './dto/prediction-record.dto.js';
export { AdministrativeEventEntity } from './events/administrative-event.entity.js';
export {
  type AdministrativeAction,
  type AdministrativeEvent,
  AdministrativeEvents,
} from './events/administrative-events.js';
export { PredictionAudit } from './predictions/prediction-audit.js';
export type { PredictionRecord, PredictionStatus } from './predictions/prediction-record.js';
export { PredictionRecordEntity, type PredictionRecordRow } from './predictions/prediction-record.entity.js';
export { PredictionRecords } from './predictions/prediction-records.js';
export { isStorable } from './predictions/storable.js';
