import { Body, Controller, Param, Post, Query } from '@nestjs/common';
import {
  ApiBody,
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { ModelParams, ModelVersionParams } from '#libs/models';
import { ApiErrors } from '#libs/platform';
import { PredictionCall } from './audit/prediction-call.js';
import { CurrentCall, PredictionRoute } from './audit/prediction-route.js';
import { ExplainQueryDto } from './dto/explanation.dto.js';
import { FeaturesRequestDto, InstancesRequestDto, PredictRequestDto } from './dto/predict-request.dto.js';
import { PredictionDto, PredictionsDto } from './dto/prediction.dto.js';
import { PredictionService } from './prediction.service.js';

const request = {
  schema: {
    oneOf: [{ $ref: getSchemaPath(FeaturesRequestDto) }, { $ref: getSchemaPath(InstancesRequestDto) }],
  },
};
const response = {
  schema: { oneOf: [{ $ref: getSchemaPath(PredictionDto) }, { $ref: getSchemaPath(PredictionsDto) }] },
};

@ApiTags('prediction')
@ApiExtraModels(FeaturesRequestDto, InstancesRequestDto, PredictionDto, PredictionsDto)
@Controller('models')
export class PredictionController {
  constructor(private readonly predictions: PredictionService) {}

  @Post(':model/predict')
  @PredictionRoute()
  @ApiOperation({ summary: 'Ask the champion for one row (features) or several (instances)' })
  @ApiBody(request)
  @ApiOkResponse(response)
  predict(
    @CurrentCall() call: PredictionCall,
    @Param() { model }: ModelParams,
    @Body() body: PredictRequestDto,
    @Query() query: ExplainQueryDto,
  ): Promise<PredictionDto | PredictionsDto> {
    return this.predictions.predictByChampion(call, model, body, query);
  }

  @Post(':model/versions/:version/predict')
  @PredictionRoute()
  @ApiErrors('version_not_found')
  @ApiOperation({ summary: 'Ask a version other than the champion' })
  @ApiBody(request)
  @ApiOkResponse(response)
  predictWithVersion(
    @CurrentCall() call: PredictionCall,
    @Param() { model, version }: ModelVersionParams,
    @Body() body: PredictRequestDto,
    @Query() query: ExplainQueryDto,
  ): Promise<PredictionDto | PredictionsDto> {
    return this.predictions.predictByVersion(call, model, version, body, query);
  }
}
