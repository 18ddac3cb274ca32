import { ApiProperty } from '@nestjs/swagger';
import {
  type BatchEnd,
  batchEnds,
  type BatchPredictionRecord,
} from '../batch-predictions/batch-prediction-record.entity.js';
import { modelNamePattern, printablePattern } from './audit-filters.js';

const identifier = { maxLength: 64, pattern: printablePattern } as const;
const count = { type: 'integer', format: 'int32', minimum: 0, maximum: 2_147_483_647 } as const;
const digest = { maxLength: 64, pattern: '^[0-9a-f]{64}$' } as const;
const time = { format: 'date-time', maxLength: 32, example: '2026-11-21T09:30:00.000Z' } as const;

/** One batch of predictions, as it ended. */
export class BatchPredictionRecordDto {
  @ApiProperty({ format: 'uuid', maxLength: 36, description: 'Id of the batch' })
  id!: string;

  @ApiProperty({ ...time, description: 'When the batch ended' })
  occurred_at!: string;

  @ApiProperty({ ...time, description: 'When it was asked for' })
  requested_at!: string;

  @ApiProperty({ enum: ['user', 'api_key', 'system'], enumName: 'ActorKind', description: 'Kind of caller' })
  actor_kind!: string;

  @ApiProperty({ ...identifier, description: 'Who asked for the batch' })
  actor_id!: string;

  @ApiProperty({ ...identifier, description: 'The sign-in or the API key that was presented' })
  credential_id!: string;

  @ApiProperty({ maxLength: 64, pattern: modelNamePattern, example: 'loan-amount' })
  model!: string;

  @ApiProperty({ ...count, minimum: 1, example: 3 })
  model_version!: number;

  @ApiProperty({ ...digest, description: "SHA-256 of the version's ONNX file" })
  model_digest!: string;

  @ApiProperty({
    type: 'number',
    minimum: 0,
    maximum: 1,
    nullable: true,
    description: 'Threshold of the decisions, for binary models',
  })
  threshold!: number | null;

  @ApiProperty({
    enum: ['all', 'unpredicted'],
    enumName: 'RowSelection',
    description: 'Which rows were asked for',
  })
  selection!: string;

  @ApiProperty({
    enum: batchEnds,
    enumName: 'BatchEnd',
    description: 'Of a batch that was cancelled or failed, the rows until then are answered and counted here',
  })
  status!: BatchEnd;

  @ApiProperty(count)
  rows_answered!: number;

  @ApiProperty({ ...count, description: 'Rows whose values the version cannot answer' })
  rows_refused!: number;

  @ApiProperty({
    ...digest,
    description:
      'SHA-256 chained over the results in their order; docs/batch-predictions.md says how to compute it from the export',
  })
  content_hash!: string;
}

export function batchPredictionRecordDto(row: BatchPredictionRecord): BatchPredictionRecordDto {
  return {
    ...row,
    occurred_at: row.occurred_at.toISOString(),
    requested_at: row.requested_at.toISOString(),
  };
}
