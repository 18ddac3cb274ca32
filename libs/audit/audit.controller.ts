import { Controller, Get, Param, Query, type StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { type Actor, ApiErrors, CurrentActor, LongRunning, RequireScope } from '#libs/platform';
import { AdministrativeEventQueryDto } from './dto/administrative-event-query.dto.js';
import { BatchPredictionRecordQueryDto } from './dto/batch-prediction-record-query.dto.js';
import { BatchPredictionRecordDto } from './dto/batch-prediction-record.dto.js';
import { BatchPredictionRecords } from './batch-predictions/batch-prediction-records.js';
import { AuditExportQueryDto } from './dto/audit-export-query.dto.js';
import {
  AdministrativeEventPageDto,
  BatchPredictionRecordPageDto,
  PredictionRecordPageDto,
} from './dto/audit-pages.dto.js';
import { AuditRecordParametersDto } from './dto/audit-record-parameters.dto.js';
import { PredictionRecordDto } from './dto/prediction-record.dto.js';
import { PredictionRecordQueryDto } from './dto/prediction-record-query.dto.js';
import { AdministrativeEventRecords } from './events/administrative-event-records.js';
import { AuditExport } from './export/audit-export.js';
import { PredictionRecords } from './predictions/prediction-records.js';

const file = {
  schema: { type: 'string', format: 'binary', maxLength: Number.MAX_SAFE_INTEGER },
} as const;

@ApiTags('audit')
@Controller('audit')
export class AuditController {
  constructor(
    private readonly predictions: PredictionRecords,
    private readonly batches: BatchPredictionRecords,
    private readonly events: AdministrativeEventRecords,
    private readonly auditExport: AuditExport,
  ) {}

  @Get('predictions')
  @RequireScope('audit:read')
  @ApiOperation({ summary: 'List prediction records, newest first' })
  @ApiOkResponse({ type: PredictionRecordPageDto })
  @ApiErrors('invalid_cursor')
  listPredictionRecords(@Query() query: PredictionRecordQueryDto): Promise<PredictionRecordPageDto> {
    return this.predictions.list(query);
  }

  @Get('predictions/:id')
  @RequireScope('audit:read')
  @ApiOperation({ summary: 'Read one prediction record' })
  @ApiOkResponse({ type: PredictionRecordDto })
  @ApiErrors('audit_record_not_found')
  getPredictionRecord(@Param() { id }: AuditRecordParametersDto): Promise<PredictionRecordDto> {
    return this.predictions.show(id);
  }

  @Get('batch-predictions')
  @RequireScope('audit:read')
  @ApiOperation({ summary: 'List the records of batches of predictions, newest first' })
  @ApiOkResponse({ type: BatchPredictionRecordPageDto })
  @ApiErrors('invalid_cursor')
  listBatchPredictionRecords(
    @Query() query: BatchPredictionRecordQueryDto,
  ): Promise<BatchPredictionRecordPageDto> {
    return this.batches.list(query);
  }

  @Get('batch-predictions/:id')
  @RequireScope('audit:read')
  @ApiOperation({ summary: 'Read the record of a batch of predictions that has ended' })
  @ApiOkResponse({ type: BatchPredictionRecordDto })
  @ApiErrors('audit_record_not_found')
  getBatchPredictionRecord(@Param() { id }: AuditRecordParametersDto): Promise<BatchPredictionRecordDto> {
    return this.batches.show(id);
  }

  @Get('events')
  @RequireScope('audit:read')
  @ApiOperation({ summary: 'List administrative acts, newest first' })
  @ApiOkResponse({ type: AdministrativeEventPageDto })
  @ApiErrors('invalid_cursor')
  listAdministrativeEvents(@Query() query: AdministrativeEventQueryDto): Promise<AdministrativeEventPageDto> {
    return this.events.list(query);
  }

  @Get('export')
  @LongRunning()
  @RequireScope('audit:read')
  @ApiOperation({
    summary: 'Download the audit trail as CSV or NDJSON, oldest record first',
    description:
      'One of its parts: predictions, batches of predictions or administrative events. One snapshot, streamed; the download itself is recorded. In CSV, text that a spreadsheet would run as a formula has a single quote in front; numbers stay numbers.',
  })
  @ApiProduces('text/csv', 'application/x-ndjson')
  @ApiOkResponse({
    description: 'One record per line',
    content: { 'text/csv': file, 'application/x-ndjson': file },
  })
  @ApiErrors('overloaded')
  exportAuditTrail(
    @Query() query: AuditExportQueryDto,
    @CurrentActor() actor: Actor,
  ): Promise<StreamableFile> {
    return this.auditExport.export(query, actor);
  }
}
