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
import { ClientsService } from './clients.service.js';
import { ClientFeaturesDto } from './dto/client-features.dto.js';
import { ClientIdDto } from './dto/client-query.dto.js';
import { loanAmountModel } from './loan-amount-model.js';

const model = loanAmountModel.name;

@ApiTags('clients')
@Controller('clients')
export class ClientPredictionsController {
  constructor(
    private readonly clients: ClientsService,
    private readonly predictions: PredictionService,
  ) {}

  @Post('predict')
  @PredictionRoute({ model })
  @ApiOperation({ summary: 'Predict the loan amount of a client described in the body' })
  @ApiOkResponse({ type: PredictionDto })
  predictClient(
    @CurrentCall() call: PredictionCall,
    @Body() body: ClientFeaturesDto,
    @Query() query: ExplainQueryDto,
  ): Promise<PredictionDto> {
    return this.predictions.predictRow(call, model, body, query);
  }

  @Get(':id/predict')
  @PredictionRoute({ model })
  @ApiErrors('client_not_found')
  @ApiOperation({ summary: 'Predict the loan amount of a stored client' })
  @ApiOkResponse({ type: PredictionDto })
  async predictClientById(
    @CurrentCall() call: PredictionCall,
    @Param() { id }: ClientIdDto,
    @Query() query: ExplainQueryDto,
  ): Promise<PredictionDto> {
    call.subjectId = String(id);
    return this.predictions.predictRow(call, model, await this.clients.findFeatures(id), query);
  }
}
