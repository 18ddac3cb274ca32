import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Param,
  Patch,
  Post,
  Query,
  UseInterceptors,
} from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { maySeeSensitive } from '#libs/datasets';
import {
  type Actor,
  ApiErrors,
  CurrentActor,
  etagHeader,
  ifMatchHeader,
  locationHeader,
  RequireScope,
  ResourceHeaders,
  versionFromIfMatch,
} from '#libs/platform';
import { ClientsService } from './clients.service.js';
import { ClientIdDto, ClientListQueryDto, ClientViewQueryDto } from './dto/client-query.dto.js';
import { ClientCountDto, clientDto, ClientDto, ClientPageDto, clientPageDto } from './dto/client.dto.js';
import { ClientChangesDto, NewClientDto } from './dto/new-client.dto.js';

@ApiTags('clients')
@Controller('clients')
export class ClientsController {
  constructor(private readonly clients: ClientsService) {}

  @Get()
  @RequireScope('clients:read')
  @ApiErrors('invalid_cursor')
  @ApiOperation({ summary: 'List clients, filtered, sorted, page by page' })
  @ApiOkResponse({ type: ClientPageDto })
  async listClients(
    @Query() query: ClientListQueryDto,
    @CurrentActor() actor: Actor,
  ): Promise<ClientPageDto> {
    return clientPageDto(await this.clients.page(query, actor), maySeeSensitive(query, actor));
  }

  @Get('count')
  @RequireScope('clients:read')
  @ApiOperation({ summary: 'Count all clients' })
  @ApiOkResponse({ type: ClientCountDto })
  async countClients(): Promise<ClientCountDto> {
    return { count: await this.clients.count() };
  }

  @Get('latest')
  @RequireScope('clients:read')
  @ApiErrors('client_not_found')
  @ApiOperation({ summary: 'Get the client that was added last' })
  @ApiOkResponse({ type: ClientDto, headers: etagHeader })
  @UseInterceptors(ResourceHeaders())
  async getLatestClient(
    @Query() query: ClientViewQueryDto,
    @CurrentActor() actor: Actor,
  ): Promise<ClientDto> {
    return clientDto(await this.clients.latest(), maySeeSensitive(query, actor));
  }

  @Get(':id')
  @RequireScope('clients:read')
  @ApiErrors('client_not_found')
  @ApiOperation({ summary: 'Get one client' })
  @ApiOkResponse({ type: ClientDto, headers: etagHeader })
  @UseInterceptors(ResourceHeaders())
  async getClient(
    @Param() { id }: ClientIdDto,
    @Query() query: ClientViewQueryDto,
    @CurrentActor() actor: Actor,
  ): Promise<ClientDto> {
    return clientDto(await this.clients.get(id), maySeeSensitive(query, actor));
  }

  @Post()
  @RequireScope('clients:write')
  @ApiOperation({ summary: 'Add a client' })
  @ApiCreatedResponse({ type: ClientDto, headers: { ...etagHeader, ...locationHeader } })
  @UseInterceptors(ResourceHeaders('/clients'))
  async createClient(@Body() body: NewClientDto, @CurrentActor() actor: Actor): Promise<ClientDto> {
    return clientDto(await this.clients.create(body, actor), false);
  }

  @Patch(':id')
  @RequireScope('clients:write')
  @ApiErrors('client_not_found', 'precondition_failed', 'precondition_required')
  @ApiOperation({ summary: 'Change columns of a client, if nobody else changed it since' })
  @ApiHeader({ ...ifMatchHeader, required: true })
  @ApiOkResponse({ type: ClientDto, headers: etagHeader })
  @UseInterceptors(ResourceHeaders())
  async changeClient(
    @Param() { id }: ClientIdDto,
    @Headers('if-match') ifMatch: string | undefined,
    @Body() body: ClientChangesDto,
    @CurrentActor() actor: Actor,
  ): Promise<ClientDto> {
    return clientDto(await this.clients.change(id, versionFromIfMatch(ifMatch), body, actor), false);
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireScope('clients:write')
  @ApiErrors('client_not_found', 'precondition_failed')
  @ApiOperation({
    summary: 'Delete a client',
    description: 'With `If-Match` only if nobody changed it since; without, whatever its state.',
  })
  @ApiHeader({ ...ifMatchHeader, required: false })
  @ApiNoContentResponse({ description: 'Deleted' })
  async deleteClient(
    @Param() { id }: ClientIdDto,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<void> {
    await this.clients.delete(id, ifMatch === undefined ? undefined : versionFromIfMatch(ifMatch), actor);
  }
}
