export { AuditModule } from './audit.module.js';
export { AdministrativeEventEntity } from './events/administrative-event.entity.js';
export {
  type AdministrativeAction,
  type AdministrativeEvent,
  AdministrativeEvents,
} from './events/administrative-events.js';
export type { PredictionRecord, PredictionStatus } from './predictions/prediction-record.js';
