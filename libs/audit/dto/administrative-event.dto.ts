import { ApiProperty } from '@nestjs/swagger';
import { administrativeActions, administrativeSubjectKinds } from '../events/administrative-events.js';
import type { AdministrativeEventEntity } from '../events/administrative-event.entity.js';
import { printablePattern } from './audit-filters.js';

const identifier = { maxLength: 200, pattern: printablePattern } as const;

/** One administrative act. */
export class AdministrativeEventDto {
  @ApiProperty({ format: 'uuid', maxLength: 36, example: '0199f0a2-7d6c-7bd1-a4c4-6b8f0f3f2c13' })
  id!: string;

  @ApiProperty({ format: 'date-time', maxLength: 32, example: '2026-11-21T09:30:00.000Z' })
  occurred_at!: string;

  @ApiProperty({
    enum: administrativeActions,
    enumName: 'AdministrativeAction',
    description: 'What was done',
  })
  action!: string;

  @ApiProperty({
    enum: ['user', 'api_key', 'system', 'anonymous'],
    enumName: 'AdministrativeActorKind',
    description: '`anonymous`: nobody was signed in',
  })
  actor_kind!: string;

  @ApiProperty({
    ...identifier,
    description: 'The user who did it; `system` or `anonymous` where there is none',
    example: '0199f0a2-7d6c-7bd1-a4c4-6b8f0f3f2c11',
  })
  actor_id!: string;

  @ApiProperty({
    ...identifier,
    description: 'The sign-in or the API key that was presented; `none` where there is none',
    example: '0199f0a2-7d6c-7bd1-a4c4-6b8f0f3f2c12',
  })
  credential_id!: string;

  @ApiProperty({
    enum: administrativeSubjectKinds,
    enumName: 'AdministrativeSubjectKind',
    description: 'Kind of what it was done to',
  })
  subject_kind!: string;

  @ApiProperty({
    ...identifier,
    description: 'Identifier of what it was done to',
    example: 'loan-amount',
  })
  subject_id!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'Ids, counts, reasons and names of changed fields; they depend on the action',
    example: { from: 2, to: 3, reason: 'better on the held-out rows' },
  })
  details!: Record<string, unknown>;
}

export function administrativeEventDto(row: AdministrativeEventEntity): AdministrativeEventDto {
  return { ...row, occurred_at: row.occurred_at.toISOString(), details: { ...row.details } };
}
