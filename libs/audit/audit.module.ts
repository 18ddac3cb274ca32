import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { BatchPredictionRecordEntity } from './batch-predictions/batch-prediction-record.entity.js';
import { BatchPredictionRecords } from './batch-predictions/batch-prediction-records.js';
import { AdministrativeEventEntity } from './events/administrative-event.entity.js';
import { AdministrativeEventRecords } from './events/administrative-event-records.js';
import { AdministrativeEvents } from './events/administrative-events.js';
import { AuditExport } from './export/audit-export.js';
import { PredictionAudit } from './predictions/prediction-audit.js';
import { PredictionRecordEntity } from './predictions/prediction-record.entity.js';
import { PredictionRecords } from './predictions/prediction-records.js';

const services = [
  AdministrativeEvents,
  AdministrativeEventRecords,
  AuditExport,
  BatchPredictionRecords,
  PredictionAudit,
  PredictionRecords,
];

@Global()
@Module({
  imports: [
    TypeOrmModule.forFeature([
      AdministrativeEventEntity,
      BatchPredictionRecordEntity,
      PredictionRecordEntity,
    ]),
  ],
  providers: services,
  exports: services,
})
export class AuditModule {}
