import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Actor, ApiErrors, CurrentActor, RequireScope } from '#libs/platform';
import { ModelHistoryDto } from './dto/alias-move.dto.js';
import { ModelAliasParams, ModelParams, ModelVersionParams } from './dto/model-params.dto.js';
import { ModelVersionDto, ModelVersionListDto } from './dto/model-version.dto.js';
import { ModelCardDto } from './dto/model-card.dto.js';
import { ModelDto, ModelListDto } from './dto/model.dto.js';
import { MoveAliasDto } from './dto/move-alias.dto.js';
import { OverrideThresholdDto, ThresholdHistoryDto } from './dto/threshold.dto.js';
import type { FeatureRowJsonSchema } from './json-schema.js';
import { ModelsService } from './models.service.js';

@ApiTags('models')
@Controller('models')
export class ModelsController {
  constructor(private readonly models: ModelsService) {}

  @Get()
  @RequireScope('models:read')
  @ApiOperation({ summary: 'List the models' })
  @ApiOkResponse({ type: ModelListDto })
  listModels(): Promise<ModelListDto> {
    return this.models.list();
  }

  @Get(':model')
  @RequireScope('models:read')
  @ApiErrors('model_not_found')
  @ApiOperation({ summary: 'Read a model and where its aliases point' })
  @ApiOkResponse({ type: ModelDto })
  getModel(@Param() { model }: ModelParams): Promise<ModelDto> {
    return this.models.get(model);
  }

  @Get(':model/versions')
  @RequireScope('models:read')
  @ApiErrors('model_not_found')
  @ApiOperation({ summary: 'List the versions of a model, newest first' })
  @ApiOkResponse({ type: ModelVersionListDto })
  listModelVersions(@Param() { model }: ModelParams): Promise<ModelVersionListDto> {
    return this.models.listVersions(model);
  }

  @Get(':model/versions/:version')
  @RequireScope('models:read')
  @ApiErrors('model_not_found', 'version_not_found')
  @ApiOperation({ summary: 'Read one version: metrics, schema, digest, card' })
  @ApiOkResponse({ type: ModelVersionDto })
  getModelVersion(@Param() { model, version }: ModelVersionParams): Promise<ModelVersionDto> {
    return this.models.getVersion(model, version);
  }

  @Get(':model/versions/:version/card')
  @RequireScope('models:read')
  @ApiErrors('model_not_found', 'version_not_found')
  @ApiOperation({ summary: "Read a version's whole card: curves, importances, coefficients" })
  @ApiOkResponse({ type: ModelCardDto })
  getModelCard(@Param() { model, version }: ModelVersionParams): Promise<ModelCardDto> {
    return this.models.getCard(model, version);
  }

  @Put(':model/versions/:version/threshold')
  @RequireScope('models:write')
  @ApiErrors('model_not_found', 'version_not_found')
  @ApiOperation({
    summary: 'Answer 1 from another probability on than trained, with a reason',
    description:
      'Every process answers by it from its next prediction on. Metrics and card keep speaking of the trained threshold. Versions that do not answer yes or no have none: 422.',
  })
  @ApiOkResponse({ type: ModelVersionDto })
  overrideThreshold(
    @Param() { model, version }: ModelVersionParams,
    @Body() body: OverrideThresholdDto,
    @CurrentActor() actor: Actor,
  ): Promise<ModelVersionDto> {
    return this.models.overrideThreshold(model, version, body, actor);
  }

  @Get(':model/versions/:version/thresholds')
  @RequireScope('models:read')
  @ApiErrors('model_not_found', 'version_not_found')
  @ApiOperation({ summary: 'Read every override of the threshold: who, when, why, from, to' })
  @ApiOkResponse({ type: ThresholdHistoryDto })
  getThresholdHistory(@Param() { model, version }: ModelVersionParams): Promise<ThresholdHistoryDto> {
    return this.models.thresholdHistory(model, version);
  }

  @Get(':model/schema')
  @RequireScope('models:read')
  @ApiErrors('model_not_found', 'model_not_ready')
  @ApiOperation({ summary: "Read the JSON Schema of the champion's features" })
  @ApiOkResponse({
    schema: { type: 'object', additionalProperties: true, description: 'JSON Schema, draft 2020-12' },
  })
  getModelSchema(@Param() { model }: ModelParams): Promise<FeatureRowJsonSchema> {
    return this.models.getSchema(model);
  }

  @Put(':model/aliases/:alias')
  @RequireScope('models:write')
  @ApiErrors('model_not_found', 'version_not_found')
  @ApiOperation({ summary: 'Promote or roll back: point an alias to a version, with a reason' })
  @ApiOkResponse({ type: ModelDto })
  moveAlias(
    @Param() { model, alias }: ModelAliasParams,
    @Body() body: MoveAliasDto,
    @CurrentActor() actor: Actor,
  ): Promise<ModelDto> {
    return this.models.moveAlias(model, alias, body, actor);
  }

  @Get(':model/history')
  @RequireScope('models:read')
  @ApiErrors('model_not_found')
  @ApiOperation({ summary: 'Read every move of the aliases: who, when, why, from, to' })
  @ApiOkResponse({ type: ModelHistoryDto })
  getModelHistory(@Param() { model }: ModelParams): Promise<ModelHistoryDto> {
    return this.models.history(model);
  }
}
