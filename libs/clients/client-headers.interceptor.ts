import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { entityTag } from '#libs/platform';
import type { ClientDto } from './dto/client.dto.js';

/** `ETag` of the answered client, and `Location` of a new one. */
@Injectable()
export class ClientHeadersInterceptor implements NestInterceptor<ClientDto, ClientDto> {
  intercept(context: ExecutionContext, next: CallHandler<ClientDto>): Observable<ClientDto> {
    const http = context.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    const created = http.getRequest<FastifyRequest>().method === 'POST';
    return next.handle().pipe(
      map((client) => {
        reply.header('etag', entityTag(client.version));
        if (created) reply.header('location', `/clients/${client.id}`);
        return client;
      }),
    );
  }
}
