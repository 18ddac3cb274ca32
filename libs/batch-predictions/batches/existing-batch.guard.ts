import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { validate } from 'uuid';
import { BatchPredictions } from './batch-predictions.js';

/**
 * A stream of events begins its answer (200) before its handler has looked at the database: only a guard
 * comes early enough for a batch that does not exist to be answered with 404.
 */
@Injectable()
export class ExistingBatchGuard implements CanActivate {
  constructor(private readonly batches: BatchPredictions) {}

  async canActivate(context: ExecutionContext): Promise<true> {
    const { id } = context.switchToHttp().getRequest<FastifyRequest<{ Params: { id: string } }>>().params;
    // What is no identifier at all is the validation's to refuse.
    if (validate(id)) await this.batches.get(id);
    return true;
  }
}
