import type { IncomingHttpHeaders } from 'node:http';
import { DomainError } from '#libs/platform';

/** The parts of a request that may carry a credential; Node's own IncomingMessage is one. */
export interface CredentialHeaders {
  readonly headers: IncomingHttpHeaders;
  /** Names and values in turn, as received: Node drops a second Authorization header without a word. */
  readonly rawHeaders: readonly string[];
}

export type PresentedCredential =
  | { readonly kind: 'none' }
  /** The whole header value, scheme included. */
  | { readonly kind: 'bearer'; readonly authorization: string }
  | { readonly kind: 'api_key'; readonly key: string };

const bearer = /^Bearer +[A-Za-z0-9._~+/-]+=*$/i;
const anyBearer = /^Bearer(?: |$)/i;

/**
 * @param keyIsGate `X-API-Key` carries the installation's second gate, not a credential
 * @throws DomainError `invalid_request` when credentials come twice or malformed (RFC 6750, section 3.1)
 */
export function presentedCredential(request: CredentialHeaders, keyIsGate: boolean): PresentedCredential {
  const { authorization } = request.headers;
  const apiKey = keyIsGate ? undefined : request.headers['x-api-key'];
  if (authorization === undefined) {
    return typeof apiKey === 'string' ? { kind: 'api_key', key: apiKey } : { kind: 'none' };
  }
  if (apiKey !== undefined) throw twoWays();
  if (isRepeated(request.rawHeaders, 'authorization')) throw twoWays();
  if (bearer.test(authorization)) return { kind: 'bearer', authorization };
  if (anyBearer.test(authorization)) {
    throw new DomainError('invalid_request', 'Send Authorization as "Bearer", one space and the token.');
  }
  return { kind: 'none' };
}

const twoWays = (): DomainError =>
  new DomainError('invalid_request', 'Send one credential: one Authorization header or one X-API-Key.');

function isRepeated(rawHeaders: readonly string[], name: string): boolean {
  let seen = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const header = rawHeaders[index]!;
    if (header.length === name.length && header.toLowerCase() === name) seen++;
  }
  return seen > 1;
}

const secretsInAddress = new Set([
  'access_token',
  'refresh_token',
  'id_token',
  'token',
  'password',
  'api_key',
  'apikey',
  'x-api-key',
  'authorization',
  'client_secret',
]);

/**
 * Addresses end up in logs and histories.
 * @throws DomainError `invalid_request` (RFC 6750, section 2.3 only tolerates it)
 */
export function refuseSecretsInAddress(query: unknown): void {
  for (const name in query as Record<string, unknown>) {
    if (secretsInAddress.has(name.toLowerCase())) {
      throw new DomainError(
        'invalid_request',
        'Send credentials in headers or in the body, never in the address.',
      );
    }
  }
}
