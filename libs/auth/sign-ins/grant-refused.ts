import { DomainError } from '#libs/platform';

type TokenError = 'invalid_request' | 'invalid_grant' | 'unsupported_grant_type';

/** One body that is both a problem document (RFC 9457) and a token error (RFC 6749, section 5.2). */
export const tokenRequestRefused = (code: TokenError, description: string): DomainError =>
  new DomainError(code, description, { members: { error: code, error_description: description } });

/** The same words for an unknown e-mail, a wrong password, a disabled account and a spent first password. */
export const credentialsRefused = (): DomainError =>
  tokenRequestRefused('invalid_grant', 'The e-mail or the password is not right.');

export const refreshRefused = (): DomainError =>
  tokenRequestRefused('invalid_grant', 'The refresh token is not valid any more; sign in again.');
