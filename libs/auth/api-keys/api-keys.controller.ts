import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { type Actor, ApiErrors, CurrentActor, RequireScope } from '#libs/platform';
import {
  ApiKeyIdDto,
  ApiKeyPageDto,
  ApiKeyQueryDto,
  CreateApiKeyDto,
  CreatedApiKeyDto,
} from '../dto/api-key.dto.js';
import { NoStore } from '../http/no-store.decorator.js';
import { ApiKeysService } from './api-keys.service.js';

@ApiTags('api-keys')
@Controller('api-keys')
export class ApiKeysController {
  constructor(private readonly keys: ApiKeysService) {}

  @Get()
  @RequireScope('users:write')
  @ApiErrors('invalid_cursor')
  @ApiOperation({ summary: 'List issued keys, revoked ones too, newest first' })
  @ApiOkResponse({ type: ApiKeyPageDto })
  listApiKeys(@Query() query: ApiKeyQueryDto): Promise<ApiKeyPageDto> {
    return this.keys.list(query);
  }

  @Post()
  @RequireScope('users:write')
  @NoStore()
  @ApiErrors('user_not_found')
  @ApiOperation({ summary: 'Issue a key', description: 'The key is shown this once.' })
  @ApiCreatedResponse({ type: CreatedApiKeyDto })
  createApiKey(@CurrentActor() actor: Actor, @Body() body: CreateApiKeyDto): Promise<CreatedApiKeyDto> {
    return this.keys.create(actor, body);
  }

  @Delete(':id')
  @RequireScope('users:write')
  @HttpCode(204)
  @ApiErrors('api_key_not_found')
  @ApiOperation({ summary: 'Revoke a key', description: 'It stops with the next call.' })
  @ApiNoContentResponse()
  revokeApiKey(@CurrentActor() actor: Actor, @Param() { id }: ApiKeyIdDto): Promise<void> {
    return this.keys.revoke(actor, id);
  }
}
