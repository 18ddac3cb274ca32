import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor, ApiErrors, CurrentActor, RequireScope } from '#libs/platform';
import {
  DecisionDto,
  DecisionPageDto,
  DecisionParams,
  DecisionQueryDto,
  OverrideDecisionDto,
} from '../dto/decision.dto.js';
import { DecisionReviews } from './decision-reviews.js';

@ApiTags('decisions')
@Controller('decisions')
export class DecisionsController {
  constructor(private readonly reviews: DecisionReviews) {}

  @Get()
  @RequireScope('audit:read')
  @ApiErrors('invalid_cursor')
  @ApiOperation({
    summary: 'List the decisions of score cards, newest first',
    description:
      'Those with `open=true` wait for a person: each row once, however often its card was asked for.',
  })
  @ApiOkResponse({ type: DecisionPageDto })
  listDecisions(@Query() query: DecisionQueryDto): Promise<DecisionPageDto> {
    return this.reviews.list(query);
  }

  @Get(':prediction_id')
  @RequireScope('audit:read')
  @ApiErrors('decision_not_found')
  @ApiOperation({ summary: 'Read a decision and every override of it' })
  @ApiOkResponse({ type: DecisionDto })
  getDecision(@Param() { prediction_id: id }: DecisionParams): Promise<DecisionDto> {
    return this.reviews.get(id);
  }

  @Post(':prediction_id/override')
  @HttpCode(200)
  @RequireScope('predict:write')
  @ApiErrors('decision_not_found', 'decision_superseded')
  @ApiOperation({
    summary: 'Decide otherwise than model and policy did, with a reason',
    description:
      'Holds for every card of the row that was made by the same: values, version, threshold, policy. Overrides are kept in order; the last one holds. The decision that holds already records nothing. The audit record stays as it is.',
  })
  @ApiOkResponse({ type: DecisionDto })
  overrideDecision(
    @Param() { prediction_id: id }: DecisionParams,
    @Body() body: OverrideDecisionDto,
    @CurrentActor() actor: Actor,
  ): Promise<DecisionDto> {
    return this.reviews.override(id, body, actor);
  }
}
