import type { DomainError } from '#libs/platform';

const challenge = 'Bearer realm="veridict"';

/**
 * The `WWW-Authenticate` header that belongs to an error (RFC 6750, section 3), for the exception filter.
 * Undefined when another credential would not help.
 */
export function wwwAuthenticate({ code, members }: DomainError): string | undefined {
  // Nothing was presented: section 3.1 asks for no error code then.
  if (code === 'unauthenticated') return challenge;
  if (code === 'invalid_token') return `${challenge}, error="invalid_token"`;
  if (code === 'insufficient_scope') {
    const scope = members['required_scope'];
    return `${challenge}, error="insufficient_scope"${typeof scope === 'string' ? `, scope="${scope}"` : ''}`;
  }
  // Errors of the token request share the code and carry `error`: no challenge belongs there.
  if (code === 'invalid_request' && members['error'] === undefined)
    return `${challenge}, error="invalid_request"`;
  return undefined;
}
