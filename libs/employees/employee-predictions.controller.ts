import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '#libs/platform';
import {
  CurrentCall,
  ExplainQueryDto,
  PredictionCall,
  PredictionDto,
  PredictionRoute,
  PredictionService,
} from '#libs/prediction';
import { attritionModel } from './attrition-model.js';
import { EmployeeFeaturesDto } from './dto/employee-features.dto.js';
import { EmployeeIdDto } from './dto/employee-query.dto.js';
import { EmployeesService } from './employees.service.js';

const model = attritionModel.name;

@ApiTags('employees')
@Controller('employees')
export class EmployeePredictionsController {
  constructor(
    private readonly employees: EmployeesService,
    private readonly predictions: PredictionService,
  ) {}

  @Post('predict')
  @PredictionRoute({ model })
  @ApiOperation({ summary: 'Predict whether an employee described in the body leaves' })
  @ApiOkResponse({ type: PredictionDto })
  predictEmployee(
    @CurrentCall() call: PredictionCall,
    @Body() body: EmployeeFeaturesDto,
    @Query() query: ExplainQueryDto,
  ): Promise<PredictionDto> {
    return this.predictions.predictRow(call, model, body, query);
  }

  @Get(':id/predict')
  @PredictionRoute({ model })
  @ApiErrors('employee_not_found')
  @ApiOperation({ summary: 'Predict whether a stored employee leaves' })
  @ApiOkResponse({ type: PredictionDto })
  async predictEmployeeById(
    @CurrentCall() call: PredictionCall,
    @Param() { id }: EmployeeIdDto,
    @Query() query: ExplainQueryDto,
  ): Promise<PredictionDto> {
    call.subjectId = String(id);
    return this.predictions.predictRow(call, model, await this.employees.findFeatures(id), query);
  }
}
