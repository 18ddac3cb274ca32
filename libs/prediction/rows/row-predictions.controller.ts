import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor, ApiErrors, CurrentActor } from '#libs/platform';
import { PredictionCall } from '../audit/prediction-call.js';
import { CurrentCall, PredictionRoute } from '../audit/prediction-route.js';
import { ExplainQueryDto } from '../dto/explanation.dto.js';
import { ModelRowParams } from '../dto/model-row-params.dto.js';
import { PredictionDto } from '../dto/prediction.dto.js';
import { RowPredictions } from './row-predictions.service.js';

@ApiTags('prediction')
@Controller('models')
export class RowPredictionsController {
  constructor(private readonly predictions: RowPredictions) {}

  @Get(':model/rows/:row_id/predict')
  @PredictionRoute()
  @ApiErrors('row_not_found', 'dataset_unfit')
  @ApiOperation({
    summary: "Ask the champion for a row of the model's dataset",
    description:
      'By the identifier of the row. To explain an answer of a model that learns from sensitive columns needs the scope clients:write, for it says what stands in them.',
  })
  @ApiOkResponse({ type: PredictionDto })
  predictRow(
    @CurrentCall() call: PredictionCall,
    @Param() { model, row_id: rowId }: ModelRowParams,
    @Query() query: ExplainQueryDto,
    @CurrentActor() actor: Actor,
  ): Promise<PredictionDto> {
    return this.predictions.predict(call, model, rowId, query, actor);
  }
}
