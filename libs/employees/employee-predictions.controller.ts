import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '#libs/platform';
import {
  CurrentCall,
  ExplainQueryDto,
  PredictionCall,
  PredictionDto,
  PredictionRoute,
} from '#libs/prediction';
import { attritionModel } from './attrition-model.js';
import { attritionPayloads } from './dto/attrition-payloads.js';
import { EmployeeFeaturesDto } from './dto/employee-features.dto.js';
import { EmployeeIdDto } from './dto/employee-query.dto.js';
import { EmployeePredictions } from './employee-predictions.js';

const model = attritionModel.name;

@ApiTags('employees')
@Controller('employees')
export class EmployeePredictionsController {
  constructor(private readonly predictions: EmployeePredictions) {}

  @Post('predict')
  @PredictionRoute({ model })
  @ApiOperation({ summary: 'Predict whether an employee described in the body leaves' })
  @ApiBody({ type: EmployeeFeaturesDto, examples: attritionPayloads })
  @ApiOkResponse({ type: PredictionDto })
  predictEmployee(
    @CurrentCall() call: PredictionCall,
    @Body() body: EmployeeFeaturesDto,
    @Query() query: ExplainQueryDto,
  ): Promise<PredictionDto> {
    return this.predictions.described(call, body, query);
  }

  @Get(':id/predict')
  @PredictionRoute({ model })
  @ApiErrors('employee_not_found')
  @ApiOperation({ summary: 'Predict whether a stored employee leaves' })
  @ApiOkResponse({ type: PredictionDto })
  predictEmployeeById(
    @CurrentCall() call: PredictionCall,
    @Param() { id }: EmployeeIdDto,
    @Query() query: ExplainQueryDto,
  ): Promise<PredictionDto> {
    return this.predictions.stored(call, id, query);
  }
}
