import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ModelParams, ModelVersionParams } from '#libs/models';
import { type Actor, ApiErrors, CurrentActor, RequireScope } from '#libs/platform';
import { CostCurves } from '../costs/cost-curves.js';
import { CostCurveDto, CostCurveQueryDto } from '../dto/cost-curve.dto.js';
import {
  ChangeDecisionPolicyDto,
  DecisionPolicyDto,
  DecisionPolicyVersionsDto,
} from '../dto/decision-policy.dto.js';
import { DecisionPolicyService } from './decision-policy.service.js';

@ApiTags('decisions')
@Controller('models')
export class DecisionPolicyController {
  constructor(
    private readonly policies: DecisionPolicyService,
    private readonly costs: CostCurves,
  ) {}

  @Get(':model/decision-policy')
  @RequireScope('models:read')
  @ApiErrors('model_not_found')
  @ApiOperation({
    summary: 'Read what decisions of a model follow: costs, grey band, outcomes, what can change',
    description: 'Of models that answer yes or no; others: 422.',
  })
  @ApiOkResponse({ type: DecisionPolicyDto })
  getDecisionPolicy(@Param() { model }: ModelParams): Promise<DecisionPolicyDto> {
    return this.policies.get(model);
  }

  @Put(':model/decision-policy')
  @RequireScope('models:write')
  @ApiErrors('model_not_found', 'model_not_ready')
  @ApiOperation({
    summary: 'Change what decisions of a model follow, with a reason',
    description:
      'What is left out stays as it is. Every process decides by it from its next decision on, and trainings choose the threshold by its costs unless they say otherwise. The threshold in force stays unless `move_threshold` is true; the answer says which would be the cheapest.',
  })
  @ApiOkResponse({ type: DecisionPolicyDto })
  changeDecisionPolicy(
    @Param() { model }: ModelParams,
    @Body() body: ChangeDecisionPolicyDto,
    @CurrentActor() actor: Actor,
  ): Promise<DecisionPolicyDto> {
    return this.policies.change(model, body, actor);
  }

  @Get(':model/decision-policy/versions')
  @RequireScope('models:read')
  @ApiErrors('model_not_found')
  @ApiOperation({ summary: 'Read every change of the decision policy: who, when, why, what' })
  @ApiOkResponse({ type: DecisionPolicyVersionsDto })
  listDecisionPolicyVersions(@Param() { model }: ModelParams): Promise<DecisionPolicyVersionsDto> {
    return this.policies.versions(model);
  }

  @Get(':model/versions/:version/cost-curve')
  @RequireScope('models:read')
  @ApiErrors('model_not_found', 'version_not_found')
  @ApiOperation({
    summary: 'Read what the two errors cost at every threshold, on rows that were held out from the training',
  })
  @ApiOkResponse({ type: CostCurveDto })
  getCostCurve(
    @Param() { model, version }: ModelVersionParams,
    @Query() query: CostCurveQueryDto,
  ): Promise<CostCurveDto> {
    return this.costs.get(model, version, query);
  }
}
