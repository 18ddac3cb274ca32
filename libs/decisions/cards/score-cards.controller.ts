import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '#libs/platform';
import { CurrentCall, ModelRowParams, PredictionCall, PredictionRoute } from '#libs/prediction';
import { Counterfactuals } from '../counterfactual/counterfactuals.js';
import { LanguageQueryDto, ScoreCardQueryDto } from '../dto/row-params.dto.js';
import { ScoreCardDto } from '../dto/score-card.dto.js';
import {
  CounterfactualDto,
  CounterfactualRequestDto,
  WhatIfDto,
  WhatIfRequestDto,
} from '../dto/what-if.dto.js';
import { ScoreCards } from './score-cards.js';
import { WhatIfs } from './what-ifs.js';

@ApiTags('decisions')
@Controller('models/:model/rows/:row_id')
export class ScoreCardsController {
  constructor(
    private readonly cards: ScoreCards,
    private readonly whatIfs: WhatIfs,
    private readonly counterfactuals: Counterfactuals,
  ) {}

  @Get('score-card')
  @PredictionRoute()
  @ApiErrors('row_not_found', 'dataset_unfit')
  @ApiOperation({
    summary: 'Decide about a stored row: probability, score, decision, reasons, where it stands among all',
    description: 'Of models that answer yes or no; others: 422.',
  })
  @ApiOkResponse({ type: ScoreCardDto })
  getScoreCard(
    @CurrentCall() call: PredictionCall,
    @Param() { model, row_id: rowId }: ModelRowParams,
    @Query() { language, limit }: ScoreCardQueryDto,
  ): Promise<ScoreCardDto> {
    return this.cards.card(call, { model, rowId, language, limit });
  }

  @Post('what-if')
  @PredictionRoute()
  @ApiErrors('row_not_found', 'dataset_unfit')
  @ApiOperation({
    summary: 'What the decision would be if some values of a stored row were others',
    description:
      'Both answers are recorded; neither decides. Protected columns, the target and what is no feature are refused.',
  })
  @ApiOkResponse({ type: WhatIfDto })
  askWhatIf(
    @CurrentCall() call: PredictionCall,
    @Param() { model, row_id: rowId }: ModelRowParams,
    @Body() { changes }: WhatIfRequestDto,
    @Query() { language }: LanguageQueryDto,
  ): Promise<WhatIfDto> {
    return this.whatIfs.whatIf(call, { model, rowId, changes, language });
  }

  @Post('counterfactual')
  @PredictionRoute()
  @ApiErrors('row_not_found', 'dataset_unfit', 'overloaded')
  @ApiOperation({
    summary: 'The smallest change of actionable features that gives a stored row the negative decision',
    description:
      'Values that other rows hold are tried by the real graph for at most two seconds, where derived features stay as far as others go: one change at a time, then two and three; of very many, only the promising ones. The stored row and the proposal are recorded; neither decides.',
  })
  @ApiOkResponse({ type: CounterfactualDto })
  findCounterfactual(
    @CurrentCall() call: PredictionCall,
    @Param() { model, row_id: rowId }: ModelRowParams,
    @Body() { actionable, maximum_changes: maximumChanges }: CounterfactualRequestDto,
    @Query() { language }: LanguageQueryDto,
  ): Promise<CounterfactualDto> {
    return this.counterfactuals.counterfactual(call, {
      model,
      rowId,
      maximumChanges,
      language,
      ...(actionable ? { actionable } : {}),
    });
  }
}
