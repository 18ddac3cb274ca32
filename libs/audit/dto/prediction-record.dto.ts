import { ApiProperty } from '@nestjs/swagger';
import { predictionStatuses, type PredictionStatus } from '../predictions/prediction-record.js';
import type { PredictionRecordRow } from '../predictions/prediction-record.entity.js';
import { printablePattern } from './audit-filters.js';

const anyText = { maxLength: 1_000_000, pattern: '^[\\s\\S]*$' } as const;
const identifier = { maxLength: 64, pattern: printablePattern } as const;

/** One prediction, or one call that got none. */
export class PredictionRecordDto {
  @ApiProperty({
    format: 'uuid',
    maxLength: 36,
    description: 'The `prediction_id` of the answer',
    example: '0199f0a2-7d6c-7bd1-a4c4-6b8f0f3f2c11',
  })
  id!: string;

  @ApiProperty({
    ...identifier,
    description: 'The request; rows of one call share it',
    example: '0199f0a2-7d6c-7bd1-a4c4-6b8f0f3f2c10',
  })
  request_id!: string;

  @ApiProperty({ format: 'date-time', maxLength: 32, example: '2026-11-21T09:30:00.000Z' })
  occurred_at!: string;

  @ApiProperty({ enum: ['user', 'api_key', 'system'], enumName: 'ActorKind', description: 'Kind of caller' })
  actor_kind!: string;

  @ApiProperty({
    ...identifier,
    description: 'The user, also when a key of that user was presented',
    example: '0199f0a2-7d6c-7bd1-a4c4-6b8f0f3f2c11',
  })
  actor_id!: string;

  @ApiProperty({
    ...identifier,
    description: 'The sign-in or the API key that was presented',
    example: '0199f0a2-7d6c-7bd1-a4c4-6b8f0f3f2c12',
  })
  credential_id!: string;

  @ApiProperty({
    maxLength: 200,
    pattern: printablePattern,
    description: 'Method and route pattern',
    example: 'POST /models/:model/predict',
  })
  route!: string;

  @ApiProperty({
    ...anyText,
    type: 'string',
    nullable: true,
    description: 'Identifier of the row in its dataset, where the call named one',
    example: '42',
  })
  subject_id!: string | null;

  @ApiProperty({
    ...anyText,
    type: 'string',
    nullable: true,
    description: 'The model that was asked for; of a refused call it may not exist',
    example: 'loan-amount',
  })
  model!: string | null;

  @ApiProperty({
    type: 'integer',
    format: 'int32',
    minimum: 1,
    maximum: 2_147_483_647,
    nullable: true,
    example: 3,
  })
  model_version!: number | null;

  @ApiProperty({
    type: 'string',
    maxLength: 64,
    pattern: '^[0-9a-f]{64}$',
    nullable: true,
    description: "sha-256 of the version's ONNX file",
    example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  })
  model_digest!: string | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description: 'The row as it was validated: names and values of the features. Null when it was refused.',
    example: { age: 37, revenu_estime_mois: 2650.5 },
  })
  inputs!: Record<string, unknown> | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description: 'What was answered. Null when no prediction left.',
    example: { prediction: 12034.5 },
  })
  output!: Record<string, unknown> | null;

  @ApiProperty({
    type: 'number',
    format: 'double',
    minimum: 0,
    maximum: 1,
    nullable: true,
    description: 'Threshold of the decision, for classification',
    example: 0.5,
  })
  threshold!: number | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description: 'What the decision policy made of the output, where the route decides',
    example: { decision: 'review', policy_version: 2 },
  })
  decision!: Record<string, unknown> | null;

  @ApiProperty({ enum: predictionStatuses, enumName: 'PredictionStatus', description: 'How the call ended' })
  status!: PredictionStatus;

  @ApiProperty({ type: 'integer', format: 'int32', minimum: 100, maximum: 599, example: 200 })
  http_status!: number;

  @ApiProperty({
    type: 'string',
    maxLength: 64,
    pattern: '^[a-z_]+$',
    nullable: true,
    description: '`code` of the problem that was answered',
    example: 'validation_failed',
  })
  error_code!: string | null;

  @ApiProperty({
    type: 'array',
    items: { type: 'string', ...anyText },
    maxItems: 10_000,
    nullable: true,
    description: 'Names of the fields that were refused; their values are not kept',
    example: ['age'],
  })
  error_fields!: string[] | null;

  @ApiProperty({
    type: 'number',
    format: 'double',
    minimum: 0,
    maximum: 3_600_000,
    description: 'From the arrival of the request to the answer, without the commit of this record',
    example: 1.25,
  })
  latency_ms!: number;
}

export function predictionRecordDto(row: PredictionRecordRow): PredictionRecordDto {
  return { ...row, occurred_at: row.occurred_at.toISOString() };
}
