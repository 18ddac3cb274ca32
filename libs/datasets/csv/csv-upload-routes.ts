import multipart from '@fastify/multipart';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { IncomingMessage } from 'node:http';
import { DomainError, routeConfig, validationFailed } from '#libs/platform';
import { CsvUpload } from './csv-upload.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route reads a CSV file; every other route answers 415 to one. */
    acceptsCsv?: true;
  }
}

/** Lets the route take a `text/csv` body, or a multipart body with the field `file`, of any size. */
export const AcceptsCsv = (): MethodDecorator => routeConfig({ acceptsCsv: true });

/** The file of a route that stands under `AcceptsCsv`. */
export const UploadedCsv = createParamDecorator((_: unknown, context: ExecutionContext): Promise<CsvUpload> =>
  uploadOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

/** To be called once, before the application listens. Bodies are handed on as streams: no limit applies. */
export async function registerCsvUploads(fastify: FastifyInstance): Promise<void> {
  await fastify.register(multipart, {
    limits: { files: 1, fields: 10, fieldSize: 1000, parts: 11, fileSize: Number.POSITIVE_INFINITY },
  });
  fastify.addContentTypeParser('text/csv', (_request, payload, done) => done(null, payload));
  fastify.addHook('preParsing', (request, _reply, payload, done) => {
    const { is404, routeOptions, headers } = request;
    const isUpload = /^\s*(text\/csv|multipart\/form-data)\s*(;|$)/i.test(headers['content-type'] ?? '');
    if (isUpload && !is404 && !routeOptions.config.acceptsCsv) {
      done(new DomainError('unsupported_media_type', 'This route takes no file; send application/json.'));
    } else {
      done(null, payload);
    }
  });
}

async function uploadOf(request: FastifyRequest): Promise<CsvUpload> {
  const missing = { pointer: '/file', detail: 'send the CSV file as a text/csv body or in this field' };
  if (!request.isMultipart()) {
    if (!(request.body instanceof IncomingMessage)) {
      throw new DomainError('unsupported_media_type', 'Send a text/csv or a multipart/form-data body.');
    }
    return new CsvUpload(request.body, charsetOf(request.headers['content-type']));
  }
  const part = await request.file().catch((cause: unknown) => {
    throw new DomainError('malformed_request', 'The multipart body cannot be read.', { cause });
  });
  if (!part) throw validationFailed([missing]);
  if (part.fieldname !== 'file') {
    part.file.resume();
    throw validationFailed([missing]);
  }
  return new CsvUpload(part.file);
}

function charsetOf(contentType: string | undefined): string | undefined {
  return /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType ?? '')?.[1];
}
