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
import { EmployeeNumberDto } from './dto/employee-query.dto.js';
import { EmployeePredictions } from './employee-predictions.js';

const model = attritionModel.name;

/** The addresses that clients of the predecessors know; the same answers as under /employees. */
@ApiTags('employees')
@Controller('predict')
export class AttritionController {
  constructor(private readonly predictions: EmployeePredictions) {}

  @Post()
  @PredictionRoute({ model })
  @ApiOperation({
    summary: 'The same as POST /employees/predict, under the address of earlier services',
    description:
      'Takes their documented payloads. The probability is called `probability`, where they said `proba` or `churn_probability`.',
  })
  @ApiBody({ type: EmployeeFeaturesDto, examples: attritionPayloads })
  @ApiOkResponse({ type: PredictionDto })
  predictAttrition(
    @CurrentCall() call: PredictionCall,
    @Body() body: EmployeeFeaturesDto,
    @Query() query: ExplainQueryDto,
  ): Promise<PredictionDto> {
    return this.predictions.described(call, body, query);
  }

  @Get(':id_employee')
  @PredictionRoute({ model })
  @ApiErrors('employee_not_found')
  @ApiOperation({
    summary: 'The same as GET /employees/{id}/predict, under the address of earlier services',
  })
  @ApiOkResponse({ type: PredictionDto })
  predictAttritionById(
    @CurrentCall() call: PredictionCall,
    @Param() { id_employee: id }: EmployeeNumberDto,
    @Query() query: ExplainQueryDto,
  ): Promise<PredictionDto> {
    return this.predictions.stored(call, id, query);
  }
}
