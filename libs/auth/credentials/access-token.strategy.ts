import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import passport from 'passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { SigningSecret } from '#libs/platform';
import {
  type AccessTokenClaims,
  tokenAlgorithm,
  tokenAudience,
  tokenIssuer,
  tokenType,
} from '../sign-ins/access-tokens.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Checks what cannot change about an access token: signature, algorithm, type, issuer, audience, expiry.
 * Headers that name keys (`kid`, `jwk`, `jku`, `x5u`) are ignored: there is one key.
 */
@Injectable()
export class AccessTokenStrategy extends PassportStrategy(Strategy, 'access-token') {
  constructor(secret: SigningSecret) {
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      secretOrKey: secret.keyFor('access-token'),
      algorithms: [tokenAlgorithm],
      issuer: tokenIssuer,
      audience: tokenAudience,
      ignoreExpiration: false,
      // The header too: without `typ`, a token of another kind could pass for an access token.
      jsonWebTokenOptions: { complete: true },
    });
  }

  /** @returns false for a token of ours that is no access token */
  validate(token: {
    header: { typ?: unknown };
    payload: Partial<AccessTokenClaims>;
  }): AccessTokenClaims | false {
    const { sub, sid, exp } = token.payload;
    const complete =
      token.header.typ === tokenType &&
      typeof exp === 'number' &&
      typeof sub === 'string' &&
      uuid.test(sub) &&
      typeof sid === 'string' &&
      uuid.test(sid);
    return complete && (token.payload as AccessTokenClaims);
  }

  /** Runs the strategy outside Passport's middleware, which expects Express. */
  verify(authorization: string): Promise<AccessTokenClaims | null> {
    return new Promise((resolve, reject) => {
      const run = Object.create(this) as AccessTokenStrategy & RunningStrategy;
      run.success = resolve;
      run.fail = () => resolve(null);
      run.error = reject;
      run.authenticate({ headers: { authorization } });
    });
  }

  // A registry of its own: the process-wide one would let a second application replace this one's key.
  getPassportInstance(): passport.Authenticator {
    return new passport.Passport();
  }
}

/** The actions that Passport adds to a strategy for each request. */
interface RunningStrategy {
  success(claims: AccessTokenClaims): void;
  fail(): void;
  error(error: unknown): void;
  authenticate(request: { headers: { authorization: string } }): void;
}
