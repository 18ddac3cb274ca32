import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import type { PredictionStatus } from '../predictions/prediction-record.js';
import {
  InstantFilter,
  modelNamePattern,
  ModelVersionFilter,
  StatusFilter,
  TextFilter,
} from './audit-filters.js';

export const exportedRecords = ['predictions', 'batch_predictions', 'events'] as const;
export type ExportedRecord = (typeof exportedRecords)[number];

export const exportFormats = ['csv', 'ndjson'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export class AuditExportQueryDto {
  @ApiPropertyOptional({
    enum: exportedRecords,
    enumName: 'ExportedRecord',
    default: 'predictions',
    description:
      'Which part of the audit trail: single predictions (unless another is asked for), batches of predictions with one record each, or administrative events',
  })
  @IsIn(exportedRecords)
  record: ExportedRecord = 'predictions';

  @ApiPropertyOptional({
    enum: exportFormats,
    enumName: 'AuditExportFormat',
    default: 'csv',
    description: '`csv` unless `ndjson` is asked for',
  })
  @IsIn(exportFormats)
  format: ExportFormat = 'csv';

  @InstantFilter('At this time or later')
  occurred_from?: string;

  @InstantFilter('Before this time')
  occurred_to?: string;

  @TextFilter('Name of the model; not of events', 'loan-amount', modelNamePattern)
  model?: string;

  @ModelVersionFilter()
  model_version?: number;

  @StatusFilter()
  status?: PredictionStatus;
}
