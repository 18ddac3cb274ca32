import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { IncomingMessage } from 'node:http';
import { AcceptsFile, DomainError, FileUpload, validationFailed } from '#libs/platform';

/** Lets the route take a `text/csv` body, or a multipart body with the field `file`, of any size. */
export const AcceptsCsv = (): MethodDecorator => AcceptsFile('text/csv');

/** The file of a route that stands under `AcceptsCsv`. */
export const UploadedCsv = createParamDecorator(
  (_: unknown, context: ExecutionContext): Promise<FileUpload> =>
    uploadOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

async function uploadOf(request: FastifyRequest): Promise<FileUpload> {
  const missing = { pointer: '/file', detail: 'send the CSV file as a text/csv body or in this field' };
  if (!request.isMultipart()) {
    if (!(request.body instanceof IncomingMessage)) {
      throw new DomainError('unsupported_media_type', 'Send a text/csv or a multipart/form-data body.');
    }
    return new FileUpload(request.body, charsetOf(request.headers['content-type']));
  }
  const part = await request.file().catch((cause: unknown) => {
    throw new DomainError('malformed_request', 'The multipart body cannot be read.', { cause });
  });
  if (!part) throw validationFailed([missing]);
  if (part.fieldname !== 'file') {
    part.file.resume();
    throw validationFailed([missing]);
  }
  return new FileUpload(part.file);
}

function charsetOf(contentType: string | undefined): string | undefined {
  return /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType ?? '')?.[1];
}
