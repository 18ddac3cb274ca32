import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import {
  type AdministrativeAction,
  administrativeActions,
  type AdministrativeSubjectKind,
  administrativeSubjectKinds,
} from '../events/administrative-events.js';
import { printablePattern, TextFilter } from './audit-filters.js';
import { AuditPageQueryDto } from './audit-page-query.dto.js';

export class AdministrativeEventQueryDto extends AuditPageQueryDto {
  @ApiPropertyOptional({
    enum: administrativeActions,
    enumName: 'AdministrativeAction',
    description: 'What was done',
  })
  @IsOptional()
  @IsIn(administrativeActions)
  action?: AdministrativeAction;

  @TextFilter('Who did it', '0199f0a2-7d6c-7bd1-a4c4-6b8f0f3f2c11', printablePattern)
  actor_id?: string;

  @ApiPropertyOptional({
    enum: administrativeSubjectKinds,
    enumName: 'AdministrativeSubjectKind',
    description: 'Kind of what it was done to',
  })
  @IsOptional()
  @IsIn(administrativeSubjectKinds)
  subject_kind?: AdministrativeSubjectKind;

  @TextFilter('Identifier of what it was done to', 'loan-amount', printablePattern)
  subject_id?: string;
}
