import type { Multipart } from '@fastify/multipart';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { DomainError, type FieldProblem, FileUpload, validationFailed } from '#libs/platform';
import { SpooledFile } from './spooled-file.js';

/** A form that was received whole: `definition` may come after `file`. */
export interface ReceivedForm {
  readonly file: SpooledFile;
  /** As parsed from JSON; checked by nobody yet. */
  readonly definition: unknown;
}

/** The form of `POST /datasets`, not read yet. */
export interface DatasetForm {
  /** @throws DomainError `validation_failed`, `payload_too_large`; of a file of more than so many bytes */
  receive(maximumBytes: number): Promise<ReceivedForm>;
}

/** A definition names every column of a wide file, with its categories. */
const maximumDefinitionBytes = 8_000_000;

/** The fields `file` and `definition` of a multipart body; for a route under `AcceptsCsv`. */
export const UploadedDataset = createParamDecorator((_: unknown, context: ExecutionContext): DatasetForm => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  return { receive: (maximumBytes) => receive(request, maximumBytes) };
});

async function receive(request: FastifyRequest, maximumBytes: number): Promise<ReceivedForm> {
  if (!request.isMultipart()) {
    throw new DomainError(
      'unsupported_media_type',
      'Send a multipart/form-data body with the fields file and definition.',
    );
  }
  const parts = request.parts({
    limits: { files: 2, fields: 2, parts: 4, fieldSize: maximumDefinitionBytes },
  });
  let file: SpooledFile | undefined;
  let definition: unknown;
  const problems: FieldProblem[] = [];
  try {
    for (let part = await next(parts); part; part = await next(parts)) {
      if (part.fieldname === 'definition' && definition === undefined)
        definition = await jsonOf(part, problems);
      else if (part.fieldname === 'file' && part.type === 'file' && !file)
        file = await spooled(new FileUpload(part.file), maximumBytes);
      else {
        if (part.type === 'file') part.file.resume();
        problems.push({ pointer: '', detail: 'must have one file and one definition, and no other field' });
      }
    }
    if (!file)
      problems.push({ pointer: '/file', detail: 'send the CSV file in this field, with a file name' });
    if (definition === undefined && problems.length === 0)
      problems.push({ pointer: '/definition', detail: 'is required: JSON with at least a name' });
    if (problems.length > 0 || !file) throw validationFailed(problems);
    return { file, definition };
  } catch (error) {
    await file?.dispose();
    throw error;
  } finally {
    // What nobody reads would block the connection, and with it the answer.
    void discard(parts);
  }
}

async function spooled(upload: FileUpload, maximumBytes: number): Promise<SpooledFile> {
  try {
    return await SpooledFile.of(upload.chunks(), maximumBytes);
  } catch (error) {
    // To its end: a connection with half a body on it serves nobody else, and stays open for as long as one may idle.
    if (error instanceof DomainError && error.code === 'payload_too_large') await upload.readRest();
    upload.discardRest();
    throw error;
  }
}

/** A field, or a small file, as forms send JSON that has a type. */
async function jsonOf(part: Multipart, problems: FieldProblem[]): Promise<unknown> {
  const pointer = '/definition';
  if (part.type === 'field' && part.valueTruncated) {
    problems.push({ pointer, detail: `must have at most ${maximumDefinitionBytes} bytes` });
    return undefined;
  }
  // A part that says it is JSON is parsed by the form's reader.
  if (part.type === 'field' && typeof part.value !== 'string') return part.value;
  const text = part.type === 'field' ? (part.value as string) : await textOf(part.file);
  if (text === undefined) {
    problems.push({ pointer, detail: `must have at most ${maximumDefinitionBytes} bytes` });
    return undefined;
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    problems.push({ pointer, detail: 'must be JSON' });
    return undefined;
  }
}

async function textOf(stream: AsyncIterable<Uint8Array>): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size <= maximumDefinitionBytes) chunks.push(chunk);
  }
  return size > maximumDefinitionBytes ? undefined : Buffer.concat(chunks).toString('utf8');
}

async function next(parts: AsyncIterator<Multipart>): Promise<Multipart | undefined> {
  try {
    const part = await parts.next();
    return part.done ? undefined : part.value;
  } catch (cause) {
    throw new DomainError('malformed_request', 'The multipart body cannot be read.', { cause });
  }
}

async function discard(parts: AsyncIterator<Multipart>): Promise<void> {
  try {
    for (let part = await parts.next(); !part.done; part = await parts.next())
      if (part.value.type === 'file') part.value.file.resume();
  } catch {
    // The body has ended, one way or another.
  }
}
