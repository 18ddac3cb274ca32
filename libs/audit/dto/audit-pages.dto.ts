import { ApiProperty } from '@nestjs/swagger';
import { maximumPageSize, type Page } from '#libs/platform';
import { AdministrativeEventDto } from './administrative-event.dto.js';
import { BatchPredictionRecordDto } from './batch-prediction-record.dto.js';
import { PredictionRecordDto } from './prediction-record.dto.js';

const NextCursor = (): PropertyDecorator =>
  ApiProperty({
    type: 'string',
    maxLength: 1000,
    pattern: '^[A-Za-z0-9_-]+$',
    nullable: true,
    description: 'Null on the last page',
    example: null,
  });

const Total = (): PropertyDecorator =>
  ApiProperty({
    type: 'integer',
    format: 'int64',
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    description: 'Records that match the filters, over all pages',
    example: 1,
  });

export class PredictionRecordPageDto implements Page<PredictionRecordDto> {
  @ApiProperty({ type: () => [PredictionRecordDto], maxItems: maximumPageSize })
  items!: PredictionRecordDto[];

  @NextCursor()
  next_cursor!: string | null;

  @Total()
  total!: number;
}

export class BatchPredictionRecordPageDto implements Page<BatchPredictionRecordDto> {
  @ApiProperty({ type: () => [BatchPredictionRecordDto], maxItems: maximumPageSize })
  items!: BatchPredictionRecordDto[];

  @NextCursor()
  next_cursor!: string | null;

  @Total()
  total!: number;
}

export class AdministrativeEventPageDto implements Page<AdministrativeEventDto> {
  @ApiProperty({ type: () => [AdministrativeEventDto], maxItems: maximumPageSize })
  items!: AdministrativeEventDto[];

  @NextCursor()
  next_cursor!: string | null;

  @Total()
  total!: number;
}
