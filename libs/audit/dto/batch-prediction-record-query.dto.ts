import { modelNamePattern, ModelVersionFilter, printablePattern, TextFilter } from './audit-filters.js';
import { AuditPageQueryDto } from './audit-page-query.dto.js';

export class BatchPredictionRecordQueryDto extends AuditPageQueryDto {
  @TextFilter('Name of the model', 'loan-amount', modelNamePattern)
  model?: string;

  @ModelVersionFilter()
  model_version?: number;

  @TextFilter('Who asked for the batch', '0199f0a2-7d6c-7bd1-a4c4-6b8f0f3f2c11', printablePattern)
  actor_id?: string;
}
