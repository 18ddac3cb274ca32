import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '#libs/platform';

/** RFC 6749 knows forms only; a JSON body would be a second way to send the same thing. */
@Injectable()
export class FormBodyGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
    if (headers['content-type']?.toLowerCase().startsWith('application/x-www-form-urlencoded')) return true;
    throw new DomainError('unsupported_media_type', 'Send the fields as application/x-www-form-urlencoded.');
  }
}
