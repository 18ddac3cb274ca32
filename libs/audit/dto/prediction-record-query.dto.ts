import type { PredictionStatus } from '../predictions/prediction-record.js';
import {
  modelNamePattern,
  ModelVersionFilter,
  printablePattern,
  StatusFilter,
  TextFilter,
} from './audit-filters.js';
import { AuditPageQueryDto } from './audit-page-query.dto.js';

export class PredictionRecordQueryDto extends AuditPageQueryDto {
  @TextFilter('Name of the model', 'loan-amount', modelNamePattern)
  model?: string;

  @ModelVersionFilter()
  model_version?: number;

  @TextFilter('Who called', '0199f0a2-7d6c-7bd1-a4c4-6b8f0f3f2c11', printablePattern)
  actor_id?: string;

  @TextFilter('Identifier of the row that the prediction is about', '42', printablePattern)
  subject_id?: string;

  @StatusFilter()
  status?: PredictionStatus;
}
