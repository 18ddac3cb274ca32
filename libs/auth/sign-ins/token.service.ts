import { Injectable } from '@nestjs/common';
import { TokenDto } from '../dto/token.dto.js';
import { AccessTokens } from './access-tokens.js';
import { RefreshRotation } from './refresh-rotation.js';
import { SignInService } from './sign-in.service.js';
import { readTokenRequest } from './token-request.js';

/** The token route: a first-party sign-in that borrows the form of OAuth 2.0, open to no third party. */
@Injectable()
export class TokenService {
  constructor(
    private readonly signIns: SignInService,
    private readonly rotation: RefreshRotation,
    private readonly accessTokens: AccessTokens,
  ) {}

  /** @param address where the request came from */
  async issue(form: unknown, address: string): Promise<TokenDto> {
    const request = readTokenRequest(form);
    const opened =
      request.grant === 'password'
        ? await this.signIns.signIn(request.username, request.password, address)
        : await this.rotation.refresh(request.refreshToken);
    const { token, expiresInSeconds, scope } = this.accessTokens.issue(opened.user, opened.sessionId);
    return {
      access_token: token,
      token_type: 'Bearer',
      expires_in: expiresInSeconds,
      refresh_token: opened.refreshToken,
      scope,
    };
  }
}
