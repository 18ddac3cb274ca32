import {
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
  mixin,
  type Type,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { map, type Observable } from 'rxjs';
import { entityTag } from './if-match.js';

interface Resource {
  readonly id: string | number;
  readonly version?: number;
}

/** `ETag` from the answer's version, `Location` from its id when `collection` is given. */
export function ResourceHeaders(collection?: string): Type<NestInterceptor> {
  class ResourceHeadersInterceptor implements NestInterceptor<Resource, Resource> {
    intercept(context: ExecutionContext, next: CallHandler<Resource>): Observable<Resource> {
      const reply = context.switchToHttp().getResponse<FastifyReply>();
      return next.handle().pipe(
        map((resource) => {
          if (resource.version !== undefined) void reply.header('etag', entityTag(resource.version));
          if (collection !== undefined) void reply.header('location', `${collection}/${resource.id}`);
          return resource;
        }),
      );
    }
  }
  return mixin(ResourceHeadersInterceptor);
}
