import type { MultipartFile } from '@fastify/multipart';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { createHash, type Hash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { DomainError, type FieldProblem, FileUpload, validationFailed } from '#libs/platform';

/** One of several files of a form. Each must be read to its end before the next one arrives. */
export interface NamedCsvUpload {
  readonly field: string;
  /** As the sender calls it, without folders. */
  readonly fileName: string;
  readonly upload: FileUpload;
  /** Of the bytes, once they are read. SHA-256. */
  readonly hash: Hash;
}

const maximumNameLength = 200;

/** The files of a multipart body, by field, as they arrive; for a route under `AcceptsCsv`. At least one. */
export const UploadedCsvFiles = createParamDecorator(
  (fields: readonly string[], context: ExecutionContext): AsyncGenerator<NamedCsvUpload> =>
    uploadsOf(context.switchToHttp().getRequest<FastifyRequest>(), fields),
);

export function namedCsvUpload(field: string, fileName: string | undefined, bytes: Readable): NamedCsvUpload {
  const hash = createHash('sha256');
  return {
    field,
    fileName: harmlessFileName(fileName, `${field}.csv`),
    upload: new FileUpload(bytes, undefined, hash),
    hash,
  };
}

/** @returns a name that is harmless in logs, tables and terminals */
function harmlessFileName(given: string | undefined, otherwise: string): string {
  const name = (given ?? '')
    .split(/[/\\]/)
    .at(-1)!
    .replace(/[\p{Cc}\p{Cs}]/gu, '')
    .trim();
  return name === '' ? otherwise : name.slice(0, maximumNameLength);
}

async function* uploadsOf(
  request: FastifyRequest,
  fields: readonly string[],
): AsyncGenerator<NamedCsvUpload> {
  const listed = fields.join(', ');
  if (!request.isMultipart()) {
    throw new DomainError(
      'unsupported_media_type',
      `Send a multipart/form-data body with the files in the fields ${listed}.`,
    );
  }
  const files = request.files({ limits: { files: fields.length, parts: fields.length + 10 } });
  const seen = new Set<string>();
  try {
    for (let part = await next(files); part; part = await next(files)) {
      const { fieldname: field, file, filename } = part;
      const problem = problemOf(field, fields, seen);
      if (problem) {
        file.resume();
        throw validationFailed([problem]);
      }
      seen.add(field);
      yield namedCsvUpload(field, filename, file);
    }
    if (seen.size === 0)
      throw validationFailed([
        { pointer: '', detail: `send a file in at least one of the fields ${listed}` },
      ]);
  } finally {
    // What nobody reads would block the connection, and with it the answer.
    void discard(files);
  }
}

async function next(files: AsyncIterator<MultipartFile, undefined>): Promise<MultipartFile | undefined> {
  try {
    return (await files.next()).value;
  } catch (cause) {
    throw new DomainError('malformed_request', 'The multipart body cannot be read.', { cause });
  }
}

function problemOf(
  field: string,
  fields: readonly string[],
  seen: ReadonlySet<string>,
): FieldProblem | undefined {
  if (!fields.includes(field))
    return { pointer: '', detail: `has a file in a field other than ${fields.join(', ')}` };
  return seen.has(field) ? { pointer: `/${field}`, detail: 'holds a second file; send one' } : undefined;
}

async function discard(files: AsyncIterator<MultipartFile>): Promise<void> {
  try {
    for (let part = await files.next(); !part.done; part = await files.next()) part.value.file.resume();
  } catch {
    // The body has ended, one way or another.
  }
}
