import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { type ErrorCode, errorTable, newId, type Problem, problemContentType } from '#libs/platform';

const codes: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_incomplete',
};

/** What Node could not read as a request has no reply object: the problem is written to the socket. */
export function answerUnreadableRequest(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return;
  const code = codes[error.code ?? ''] ?? 'malformed_request';
  const { status, title } = errorTable[code];
  const problem: Problem = {
    type: 'about:blank',
    title,
    status,
    detail: 'The request cannot be read as HTTP; nothing was done.',
    instance: '',
    code,
    request_id: newId(),
  };
  const body = JSON.stringify(problem);
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      `content-type: ${problemContentType}`,
      `content-length: ${Buffer.byteLength(body)}`,
      `x-request-id: ${problem.request_id}`,
      'cache-control: no-store',
      'connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}
