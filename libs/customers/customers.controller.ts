import { Body, Controller, Get, Headers, Param, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CounterfactualRequestDto, WhatIfRequestDto } from '#libs/decisions';
import { ApiErrors } from '#libs/platform';
import { CurrentCall, PredictionCall, PredictionRoute } from '#libs/prediction';
import { CustomerDecisions } from './customer-decisions.js';
import { defaultRiskModel } from './default-risk-model.js';
import {
  CustomerCounterfactualDto,
  CustomerScoreCardDto,
  CustomerWhatIfDto,
} from './dto/customer-decisions.dto.js';
import {
  acceptLanguageHeader,
  CustomerIdDto,
  CustomerLanguageQueryDto,
  CustomerScoreCardQueryDto,
} from './dto/customer-query.dto.js';
import { languageOf } from './language.js';

const model = defaultRiskModel.name;

/** The address that clients of the earlier scoring service know. */
@ApiTags('customers')
@Controller('api/v1/customer')
export class CustomersController {
  constructor(private readonly decisions: CustomerDecisions) {}

  @Get()
  @PredictionRoute({ model })
  @ApiErrors('customer_not_found')
  @ApiOperation({
    summary: 'The score card of a customer: probability of default, score, decision, reasons, standing',
    description: 'The same as GET /models/default-risk/rows/{row_id}/score-card.',
  })
  @ApiHeader(acceptLanguageHeader)
  @ApiOkResponse({ type: CustomerScoreCardDto })
  getCustomerScoreCard(
    @CurrentCall() call: PredictionCall,
    @Query() { id, language, limit }: CustomerScoreCardQueryDto,
    @Headers('accept-language') accepted: string | undefined,
  ): Promise<CustomerScoreCardDto> {
    return this.decisions.scoreCard(call, { id, limit, language: languageOf(language, accepted) });
  }

  @Post(':id/what-if')
  @PredictionRoute({ model })
  @ApiErrors('customer_not_found')
  @ApiOperation({ summary: 'What would be decided of the customer if some values were others; both results' })
  @ApiHeader(acceptLanguageHeader)
  @ApiOkResponse({ type: CustomerWhatIfDto })
  askCustomerWhatIf(
    @CurrentCall() call: PredictionCall,
    @Param() { id }: CustomerIdDto,
    @Query() { language }: CustomerLanguageQueryDto,
    @Headers('accept-language') accepted: string | undefined,
    @Body() body: WhatIfRequestDto,
  ): Promise<CustomerWhatIfDto> {
    return this.decisions.whatIf(call, { id, language: languageOf(language, accepted) }, body);
  }

  @Post(':id/counterfactual')
  @PredictionRoute({ model })
  @ApiErrors('customer_not_found', 'overloaded')
  @ApiOperation({
    summary: 'The smallest change of what a customer can change after which the decision would be accepted',
  })
  @ApiHeader(acceptLanguageHeader)
  @ApiOkResponse({ type: CustomerCounterfactualDto })
  findCustomerCounterfactual(
    @CurrentCall() call: PredictionCall,
    @Param() { id }: CustomerIdDto,
    @Query() { language }: CustomerLanguageQueryDto,
    @Headers('accept-language') accepted: string | undefined,
    @Body() body: CounterfactualRequestDto,
  ): Promise<CustomerCounterfactualDto> {
    return this.decisions.counterfactual(call, { id, language: languageOf(language, accepted) }, body);
  }
}
