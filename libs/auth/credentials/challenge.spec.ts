import { describe, expect, it } from '@jest/globals';
import { DomainError } from '#libs/platform';
import { tokenRequestRefused } from '../sign-ins/grant-refused.js';
import { wwwAuthenticate } from './challenge.js';

describe('the challenge of an error', () => {
  it.each([
    [new DomainError('unauthenticated', 'x'), 'Bearer realm="veridict"'],
    [new DomainError('invalid_token', 'x'), 'Bearer realm="veridict", error="invalid_token"'],
    [
      new DomainError('insufficient_scope', 'x', { members: { required_scope: 'clients:write' } }),
      'Bearer realm="veridict", error="insufficient_scope", scope="clients:write"',
    ],
    [new DomainError('insufficient_scope', 'x'), 'Bearer realm="veridict", error="insufficient_scope"'],
    [new DomainError('invalid_request', 'x'), 'Bearer realm="veridict", error="invalid_request"'],
    [tokenRequestRefused('invalid_request', 'x'), undefined],
    [tokenRequestRefused('invalid_grant', 'x'), undefined],
    [new DomainError('validation_failed', 'x'), undefined],
    [new DomainError('database_unavailable', 'x'), undefined],
  ])('follows RFC 6750: $code', (error, challenge) => {
    expect(wwwAuthenticate(error)).toBe(challenge);
  });
});
