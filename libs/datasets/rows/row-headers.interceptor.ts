import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import type { RowDto } from './dto/row.dto.js';

/** A percent-encoded identifier, of which each character may take nine, behind the longest name. */
export const longestRowAddress = 2000;

/** `ETag` where the revision counts versions; `Location` of a row that was added. */
@Injectable()
export class RowHeaders implements NestInterceptor<RowDto, RowDto> {
  intercept(context: ExecutionContext, next: CallHandler<RowDto>): Observable<RowDto> {
    const http = context.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    const { method, params } = http.getRequest<FastifyRequest<{ Params: { name: string } }>>();
    return next.handle().pipe(
      map((row) => {
        if (row.revision !== null && /^\d{1,15}$/.test(row.revision))
          void reply.header('etag', `"${row.revision}"`);
        if (method === 'POST')
          void reply.header('location', `/datasets/${params.name}/rows/${encodeURIComponent(row.row_id)}`);
        return row;
      }),
    );
  }
}
