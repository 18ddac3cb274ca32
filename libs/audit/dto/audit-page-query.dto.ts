import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { PageQueryDto } from '#libs/platform';
import { InstantFilter } from './audit-filters.js';

export const auditSorts = ['occurred_at', '-occurred_at'] as const;
export type AuditSort = (typeof auditSorts)[number];

/** What both lists of the audit trail can be asked. */
export class AuditPageQueryDto extends PageQueryDto {
  @InstantFilter('At this time or later')
  occurred_from?: string;

  @InstantFilter('Before this time')
  occurred_to?: string;

  @ApiPropertyOptional({
    enum: auditSorts,
    enumName: 'AuditSort',
    default: '-occurred_at',
    description: 'Newest first unless `occurred_at` is asked for',
  })
  @IsIn(auditSorts)
  sort: AuditSort = '-occurred_at';
}
