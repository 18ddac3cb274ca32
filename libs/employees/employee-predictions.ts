import { Injectable } from '@nestjs/common';
import {
  type ExplainQueryDto,
  type PredictionCall,
  type PredictionDto,
  PredictionService,
} from '#libs/prediction';
import { attritionModel } from './attrition-model.js';
import type { EmployeeFeaturesDto } from './dto/employee-features.dto.js';
import { EmployeesService } from './employees.service.js';

/** Whether an employee leaves, under whichever address it is asked. */
@Injectable()
export class EmployeePredictions {
  constructor(
    private readonly employees: EmployeesService,
    private readonly predictions: PredictionService,
  ) {}

  described(call: PredictionCall, body: EmployeeFeaturesDto, query: ExplainQueryDto): Promise<PredictionDto> {
    return this.predictions.predictRow(call, attritionModel.name, body, query);
  }

  /** @throws DomainError `employee_not_found` */
  async stored(call: PredictionCall, id: number, query: ExplainQueryDto): Promise<PredictionDto> {
    call.subjectId = String(id);
    return this.predictions.predictRow(
      call,
      attritionModel.name,
      await this.employees.findFeatures(id),
      query,
    );
  }
}
