import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { map, type Observable } from 'rxjs';

/** What a handler returns when status or headers depend on the outcome; others return the body itself. */
export class Reply<Body> {
  constructor(
    readonly body: Body,
    readonly options: { readonly status?: number; readonly headers?: Readonly<Record<string, string>> } = {},
  ) {}
}

@Injectable()
export class ReplyInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      map((result: unknown) => {
        if (!(result instanceof Reply)) return result;
        const reply = context.switchToHttp().getResponse<FastifyReply>();
        if (result.options.status) void reply.code(result.options.status);
        void reply.headers({ ...result.options.headers });
        return result.body as unknown;
      }),
    );
  }
}
