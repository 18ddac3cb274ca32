import { createHash } from 'node:crypto';
import { Controller, Get, Headers, Param, Req } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { LiveModels, ModelParams, ModelRegistry } from '#libs/models';
import { ApiErrors, Reply, RequireScope } from '#libs/platform';
import { ServedContract } from '../served-contract.js';
import { type ModelDocument, modelDocument } from './model-document.js';

const tagSchema = { type: 'string', maxLength: 34, pattern: '^"[0-9a-f]{32}"$' } as const;
const etag = { ETag: { description: 'Differs whenever the document does', schema: tagSchema } };

@ApiTags('models')
@Controller('models')
export class ModelOpenApiController {
  constructor(
    private readonly contract: ServedContract,
    private readonly models: ModelRegistry,
    private readonly live: LiveModels,
  ) {}

  @Get(':model/openapi.json')
  @RequireScope('models:read')
  @ApiErrors('model_not_found', 'model_not_ready')
  @ApiOperation({
    summary: 'Read the OpenAPI document of one model, its features and answers typed',
    description:
      'Complete in itself, for generators of clients. `info.version` is the version that serves; whoever sends the ETag back in If-None-Match is answered 304 until version, threshold or contract change.',
  })
  @ApiHeader({
    name: 'If-None-Match',
    required: false,
    description: 'The ETag of the document that the caller has',
    schema: { type: 'string', maxLength: 1000, pattern: '^[\\x20-\\x7e]*$' },
  })
  @ApiOkResponse({
    headers: etag,
    schema: { type: 'object', additionalProperties: true, description: 'OpenAPI 3.1' },
  })
  @ApiResponse({ status: 304, headers: etag, description: 'The caller has the document as it is' })
  async getModelOpenApi(
    @Param() { model }: ModelParams,
    @Headers('if-none-match') known: string | undefined,
    @Req() request: FastifyRequest,
  ): Promise<Reply<ModelDocument | ''>> {
    const definition = await this.models.get(model);
    const { row: version, threshold } = this.live.champion(definition.name);
    const document = modelDocument(this.contract.read(), {
      definition,
      version,
      threshold,
      columns: this.models.requestColumns(definition.name, version.features),
      server: originOf(request),
    });
    const tag = `"${createHash('sha256').update(JSON.stringify(document)).digest('hex').slice(0, 32)}"`;
    const headers = { etag: tag, 'cache-control': 'private, no-cache' };
    return namesTag(known, tag) ? new Reply('', { status: 304, headers }) : new Reply(document, { headers });
  }
}

/** Where the caller reached us: a document that is saved to a file must still know where it is from. */
function originOf({ protocol, host }: FastifyRequest): string {
  const address = `${protocol}://${host}`;
  // A Host header may hold anything; what is no origin is not repeated.
  return URL.canParse(address) && new URL(address).origin === address.toLowerCase() ? address : '/';
}

/** RFC 9110, section 13.1.2: weak comparison, any of a list. */
function namesTag(header: string | undefined, tag: string): boolean {
  const named = (header ?? '').split(',').map((part) => part.trim().replace(/^W\//, ''));
  return named.includes(tag) || named.includes('*');
}
