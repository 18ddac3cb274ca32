import type { FastifyRequest } from 'fastify';
import type { DomainError, FieldProblem } from './domain-error.js';
import { type ErrorCode, errorTable } from './error-table.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set when the request was answered with an error; the audit and the log read it. */
    problem?: Problem;
  }
}

/** Problem details, RFC 9457, with our extension members. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly code: ErrorCode;
  readonly request_id: string;
  readonly errors?: readonly FieldProblem[];
}

export const problemContentType = 'application/problem+json; charset=utf-8';

/** More problems than that help nobody and would let one request ask for a huge answer. */
const maximumProblems = 10_000;

/** The document for an error, also kept on the request. */
export function problemOf(error: DomainError, request: FastifyRequest): Problem {
  const { status, title } = errorTable[error.code];
  request.problem = {
    ...error.members,
    type: 'about:blank',
    title,
    status,
    detail: error.detail,
    // Without the query, which may hold what does not belong in a log.
    instance: request.url.split('?', 1)[0]!,
    code: error.code,
    request_id: request.id,
    ...(error.problems.length > 0 ? { errors: error.problems.slice(0, maximumProblems) } : {}),
  };
  return request.problem;
}
