import { applyDecorators, createParamDecorator, type ExecutionContext, HttpCode } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ApiErrors, RequireScope, routeConfig } from '#libs/platform';
import type { PredictionCall } from './prediction-call.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Every authenticated call of the route leaves an audit record before its answer leaves. */
    prediction?: { readonly model?: string };
  }
  interface FastifyRequest {
    predictionCall?: PredictionCall;
  }
}

/** A route that predicts: scope, status, errors and the audit hook in one. */
export const PredictionRoute = (options: { readonly model?: string } = {}): MethodDecorator =>
  applyDecorators(
    routeConfig({ prediction: options }),
    RequireScope('predict:read'),
    HttpCode(200),
    ApiErrors(
      'model_not_ready',
      'audit_unavailable',
      ...(options.model ? [] : (['model_not_found'] as const)),
    ),
  );

export const CurrentCall = createParamDecorator((_: unknown, context: ExecutionContext): PredictionCall => {
  const call = context.switchToHttp().getRequest<FastifyRequest>().predictionCall;
  if (!call) throw new Error('CurrentCall stands on a route without PredictionRoute');
  return call;
});
