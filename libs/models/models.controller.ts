import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { type Actor, ApiErrors, CurrentActor, locationHeader, Reply, RequireScope } from '#libs/platform';
import { ModelHistoryDto } from './dto/alias-move.dto.js';
import { ModelAliasParams, ModelParams, ModelVersionParams } from './dto/model-params.dto.js';
import { ModelVersionDto, ModelVersionListDto } from './dto/model-version.dto.js';
import { ModelCardDto } from './dto/model-card.dto.js';
import { CreatedModelDto, ModelDto, ModelListDto, ModelListQuery } from './dto/model.dto.js';
import { MoveAliasDto } from './dto/move-alias.dto.js';
import { NewModelDto } from './dto/new-model.dto.js';
import { OverrideThresholdDto, ThresholdHistoryDto } from './dto/threshold.dto.js';
import type { FeatureRowJsonSchema } from './json-schema.js';
import { ModelDefinitionsService } from './definitions/model-definitions.service.js';
import { ModelsService } from './models.service.js';

@ApiTags('models')
@Controller('models')
export class ModelsController {
  constructor(
    private readonly models: ModelsService,
    private readonly definitions: ModelDefinitionsService,
  ) {}

  @Get()
  @RequireScope('models:read')
  @ApiOperation({ summary: 'List the models' })
  @ApiOkResponse({ type: ModelListDto })
  listModels(@Query() query: ModelListQuery): Promise<ModelListDto> {
    return this.models.list(query);
  }

  @Post()
  @RequireScope('models:write')
  @ApiErrors('dataset_not_found', 'dataset_unfit', 'model_exists')
  @ApiOperation({
    summary: 'Make a model on a dataset; train it with POST /train',
    description:
      'What is left out is taken from the dataset and from what stands in the target; `inferred` says what and why.',
  })
  @ApiCreatedResponse({ type: CreatedModelDto, headers: locationHeader })
  createModel(@Body() body: NewModelDto, @CurrentActor() actor: Actor): Promise<Reply<CreatedModelDto>> {
    return this.definitions.create(body, actor);
  }

  @Get(':model')
  @RequireScope('models:read')
  @ApiErrors('model_not_found')
  @ApiOperation({ summary: 'Read a model and where its aliases point' })
  @ApiOkResponse({ type: ModelDto })
  getModel(@Param() { model }: ModelParams): Promise<ModelDto> {
    return this.models.get(model);
  }

  @Delete(':model')
  @HttpCode(204)
  @RequireScope('models:write')
  @ApiErrors('model_not_found', 'model_built_in', 'training_in_progress', 'batch_prediction_in_progress')
  @ApiOperation({
    summary: 'Retire a model that was made with POST /models',
    description:
      'It answers nothing any more. Its versions, its history and the audit stay readable, predictions can be replayed, and its name stays taken.',
  })
  @ApiNoContentResponse()
  retireModel(@Param() { model }: ModelParams, @CurrentActor() actor: Actor): Promise<void> {
    return this.definitions.retire(model, actor);
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
