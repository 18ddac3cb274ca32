import { tokenRequestRefused } from './grant-refused.js';

export type TokenRequest =
  | { readonly grant: 'password'; readonly username: string; readonly password: string }
  | { readonly grant: 'refresh_token'; readonly refreshToken: string };

/** `scope`, `client_id` and `client_secret` come from OAuth form libraries and change nothing. */
const parameters = [
  'grant_type',
  'username',
  'password',
  'refresh_token',
  'scope',
  'client_id',
  'client_secret',
];

/** Longer than any value that can be right. */
const longestValue = 1024;

/**
 * Reads the form of RFC 6749, sections 4.3.2 and 6. Stricter than the RFC in one point: unknown parameters
 * are refused rather than ignored, as everywhere in this API.
 * @throws DomainError `invalid_request`, `unsupported_grant_type`
 */
export function readTokenRequest(form: unknown): TokenRequest {
  const fields = new Map(Object.entries((form ?? {}) as Record<string, unknown>));
  for (const [name, value] of fields) {
    if (!parameters.includes(name)) {
      throw tokenRequestRefused('invalid_request', `Send only these fields: ${parameters.join(', ')}.`);
    }
    if (typeof value !== 'string' || value.length > longestValue) {
      throw tokenRequestRefused(
        'invalid_request',
        `Send ${name} once, with at most ${longestValue} characters.`,
      );
    }
  }
  const required = (name: string): string => {
    const value = fields.get(name) as string | undefined;
    if (!value) throw tokenRequestRefused('invalid_request', `The form needs the field ${name}.`);
    return value;
  };
  // Clients of the predecessors send no grant_type.
  switch (fields.get('grant_type') ?? 'password') {
    case 'password':
      return { grant: 'password', username: required('username'), password: required('password') };
    case 'refresh_token':
      return { grant: 'refresh_token', refreshToken: required('refresh_token') };
    default:
      throw tokenRequestRefused('unsupported_grant_type', 'grant_type must be password or refresh_token.');
  }
}
