import { describe, expect, it } from '@jest/globals';
import { readTokenRequest } from './token-request.js';

describe('a token request', () => {
  it('is a sign-in when it names no grant', () => {
    expect(readTokenRequest({ username: 'a', password: ' b ' })).toEqual({
      grant: 'password',
      username: 'a',
      password: ' b ',
    });
  });

  it('ignores what OAuth form libraries add', () => {
    const form = {
      grant_type: 'refresh_token',
      refresh_token: 'r',
      scope: '',
      client_id: '',
      client_secret: '',
    };
    expect(readTokenRequest(form)).toEqual({ grant: 'refresh_token', refreshToken: 'r' });
  });

  it.each([
    undefined,
    null,
    {},
    [],
    'text',
    { username: ['a', 'b'], password: 'c' },
    { username: 'a'.repeat(1025) },
  ])('that cannot be read is invalid: %j', (form) => {
    expect(() => readTokenRequest(form)).toThrow(expect.objectContaining({ code: 'invalid_request' }));
  });
});
