import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ModelParams } from '#libs/models';
import { type Actor, ApiErrors, CurrentActor, RequireScope } from '#libs/platform';
import { ChangeReasonCodesDto, ReasonCodesDto, ReasonCodesVersionsDto } from '../dto/reason-codes.dto.js';
import { ReasonCodesService } from './reason-codes.service.js';

@ApiTags('decisions')
@Controller('models/:model/reason-codes')
export class ReasonCodesController {
  constructor(private readonly codes: ReasonCodesService) {}

  @Get()
  @RequireScope('models:read')
  @ApiErrors('model_not_found')
  @ApiOperation({ summary: 'Read what features are called as reasons, in English and French' })
  @ApiOkResponse({ type: ReasonCodesDto })
  getReasonCodes(@Param() { model }: ModelParams): Promise<ReasonCodesDto> {
    return this.codes.get(model);
  }

  @Put()
  @RequireScope('models:write')
  @ApiErrors('model_not_found')
  @ApiOperation({
    summary: 'Replace what features are called as reasons, with a reason',
    description:
      'Every feature that can be named needs an entry: 422 lists those that have none. Protected columns are never named.',
  })
  @ApiOkResponse({ type: ReasonCodesDto })
  changeReasonCodes(
    @Param() { model }: ModelParams,
    @Body() body: ChangeReasonCodesDto,
    @CurrentActor() actor: Actor,
  ): Promise<ReasonCodesDto> {
    return this.codes.change(model, body, actor);
  }

  @Get('versions')
  @RequireScope('models:read')
  @ApiErrors('model_not_found')
  @ApiOperation({ summary: 'Read every change of the reason codes: who, when, why, what' })
  @ApiOkResponse({ type: ReasonCodesVersionsDto })
  listReasonCodesVersions(@Param() { model }: ModelParams): Promise<ReasonCodesVersionsDto> {
    return this.codes.versions(model);
  }
}
