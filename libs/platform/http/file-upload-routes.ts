import multipart from '@fastify/multipart';
import type { FastifyInstance } from 'fastify';
import { DomainError } from '../errors/domain-error.js';
import { routeConfig } from './route-config.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The media types of files that the route reads; every other route answers 415 to them. */
    acceptsFiles?: readonly string[];
  }
}

/** Every media type of a file that some route takes as a body of its own. */
const fileTypes = ['text/csv', 'application/octet-stream'] as const;

/** Lets the route take such a body, or a multipart body with the field `file`, of any size. */
export const AcceptsFile = (type: (typeof fileTypes)[number]): MethodDecorator =>
  routeConfig({ acceptsFiles: [type, 'multipart/form-data'] });

/** To be called once, before the application listens. Bodies are handed on as streams: no limit applies. */
export async function registerFileUploads(fastify: FastifyInstance): Promise<void> {
  await fastify.register(multipart, {
    limits: { files: 1, fields: 10, fieldSize: 2000, parts: 11, fileSize: Number.POSITIVE_INFINITY },
  });
  fastify.addContentTypeParser([...fileTypes], (_request, payload, done) => done(null, payload));
  fastify.addHook('preParsing', (request, _reply, payload, done) => {
    const { is404, routeOptions, headers } = request;
    const type = (headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase();
    const isFile = type === 'multipart/form-data' || (fileTypes as readonly string[]).includes(type);
    if (isFile && !is404 && !routeOptions.config.acceptsFiles?.includes(type)) {
      done(
        new DomainError(
          'unsupported_media_type',
          'This route takes no such file; send a content type that it takes.',
        ),
      );
    } else {
      done(null, payload);
    }
  });
}
