import type { MultipartFile } from '@fastify/multipart';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { IncomingMessage } from 'node:http';
import { DomainError, FileUpload, RequestValidationPipe, validationFailed } from '#libs/platform';
import { ImportOptionsDto, ImportRequestDto } from './dto/import-request.dto.js';
import { collectBytes, tooLarge } from './sources/collect-bytes.js';
import type { ImportedFile } from './sources/imported-file.js';

export interface SubmittedImport {
  readonly options: ImportOptionsDto;
  /** The file itself, or where it is to be fetched. */
  readonly source: ImportedFile | ImportRequestDto;
}

/** The argument of the handler: the body is read when there is a place for it, not before. */
export const Submission = createParamDecorator((_: unknown, context: ExecutionContext): ImportSubmission => {
  const http = context.switchToHttp();
  return new ImportSubmission(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
});

/** What a caller sends to import: a description in JSON, the file, or a form with the file. */
export class ImportSubmission {
  private readonly gone = new AbortController();

  constructor(
    private readonly request: FastifyRequest,
    reply: FastifyReply,
  ) {
    reply.raw.once('close', () => {
      if (!reply.raw.writableEnded)
        this.gone.abort(new DomainError('client_closed_request', 'The caller went away during the import.'));
    });
  }

  /** Aborted when the caller goes away before the answer. */
  get signal(): AbortSignal {
    return this.gone.signal;
  }

  /** @throws DomainError `validation_failed`, `payload_too_large`, `unsupported_media_type` */
  async read(maximumBytes: number): Promise<SubmittedImport> {
    const { body, headers } = this.request;
    const isFile = this.request.isMultipart() || body instanceof IncomingMessage;
    // A sender that announces too much need not send it. Form fields take some bytes beside the file.
    if (isFile && Number(headers['content-length'] ?? 0) > maximumBytes + 65_536) {
      this.request.raw.resume();
      throw tooLarge(maximumBytes);
    }
    if (this.request.isMultipart()) return this.readForm(maximumBytes);
    if (body instanceof IncomingMessage) {
      const bytes = await this.collect(new FileUpload(body), maximumBytes);
      return { options: {}, source: { bytes, kind: 'upload', uri: 'upload' } };
    }
    const request = await validated(ImportRequestDto, body);
    return { options: request, source: request };
  }

  private async readForm(maximumBytes: number): Promise<SubmittedImport> {
    let source: ImportedFile | undefined;
    const fields: Record<string, unknown> = {};
    try {
      for await (const part of this.request.parts()) {
        if (part.type === 'field') {
          const { fieldname, value } = part;
          fields[fieldname] = fieldname === 'threshold' ? numberOf(value) : value;
        } else source = await this.readFile(part, maximumBytes);
      }
    } catch (error) {
      if (error instanceof DomainError) throw error;
      throw new DomainError('malformed_request', 'The multipart body cannot be read.', { cause: error });
    }
    const options = await validated(ImportOptionsDto, fields);
    if (!source) throw validationFailed([{ pointer: '/file', detail: 'send the ONNX file in this field' }]);
    return { options, source };
  }

  private async readFile(part: MultipartFile, maximumBytes: number): Promise<ImportedFile> {
    if (part.fieldname !== 'file') {
      part.file.resume();
      throw validationFailed([{ pointer: '/file', detail: 'send the ONNX file in this field' }]);
    }
    const bytes = await this.collect(new FileUpload(part.file), maximumBytes);
    return { bytes, kind: 'upload', uri: shownFileName(part.filename) };
  }

  private async collect(upload: FileUpload, maximumBytes: number): Promise<Uint8Array> {
    try {
      return await collectBytes(upload.chunks(), maximumBytes, this.signal);
    } finally {
      upload.discardRest();
    }
  }
}

function validated<Dto extends object>(type: new () => Dto, value: unknown): Promise<Dto> {
  return new RequestValidationPipe().transform(value, { type: 'body', metatype: type }) as Promise<Dto>;
}

/** A form has texts only. */
function numberOf(text: unknown): number {
  return typeof text === 'string' && text.trim() !== '' ? Number(text) : NaN;
}

/** Only shown, never opened. */
function shownFileName(name: string): string {
  const last = name
    .split(/[/\\]/)
    .at(-1)!
    .replace(/[^\p{L}\p{N}._ -]/gu, '?');
  return last.slice(0, 200) || 'upload';
}
