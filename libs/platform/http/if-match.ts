import { DomainError } from '../errors/domain-error.js';

/** Strong entity tag of a row version (RFC 9110, section 8.8.3). */
export const entityTag = (version: number): string => `"${version}"`;

/**
 * The version that `If-Match` names.
 * @throws DomainError `precondition_required` when absent, `precondition_failed` when it is no tag of ours
 */
export function versionFromIfMatch(header: string | undefined): number {
  if (header === undefined) {
    throw new DomainError('precondition_required', 'Send If-Match with the ETag that GET answered.');
  }
  const match = /^"(\d{1,15})"$/.exec(header.trim());
  if (!match)
    throw new DomainError('precondition_failed', 'If-Match must be one strong ETag, as GET answered it.');
  return Number(match[1]);
}
