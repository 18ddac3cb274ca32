import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SigningSecret } from '#libs/platform';
import { AccountCreation } from './accounts/account-creation.js';
import { FirstAdmin } from './accounts/first-admin.js';
import { MeService } from './accounts/me.service.js';
import { RegistrationService } from './accounts/registration.service.js';
import { UserChangesService } from './accounts/user-changes.service.js';
import { UserEntity } from './accounts/user.entity.js';
import { UsersService } from './accounts/users.service.js';
import { ApiKeyUsage } from './api-keys/api-key-usage.js';
import { ApiKeyEntity } from './api-keys/api-key.entity.js';
import { ApiKeysService } from './api-keys/api-keys.service.js';
import { AccessTokenStrategy } from './credentials/access-token.strategy.js';
import { Authenticator } from './credentials/authenticator.js';
import { CredentialStates } from './credentials/credential-states.js';
import { VerifiedTokens } from './credentials/verified-tokens.js';
import { PasswordChangeService } from './passwords/password-change.service.js';
import { PasswordCheck } from './passwords/password-check.js';
import { PasswordHasher } from './passwords/password-hasher.js';
import { PasswordReplacement } from './passwords/password-replacement.js';
import { SignInRefusals } from './passwords/sign-in-refusals.js';
import { AccessTokens, tokenAlgorithm } from './sign-ins/access-tokens.js';
import { ExpiredRecords } from './sign-ins/expired-records.js';
import { RefreshRotation } from './sign-ins/refresh-rotation.js';
import { RefreshTokenEntity } from './sign-ins/refresh-token.entity.js';
import { RefreshTokens } from './sign-ins/refresh-tokens.js';
import { SessionEntity } from './sign-ins/session.entity.js';
import { SignInService } from './sign-ins/sign-in.service.js';
import { SignIns } from './sign-ins/sign-ins.js';
import { TokenService } from './sign-ins/token.service.js';
import { KnownSourceEntity } from './throttling/known-source.entity.js';
import { KnownSources } from './throttling/known-sources.js';
import { LoginThrottleEntity } from './throttling/login-throttle.entity.js';
import { LoginThrottle } from './throttling/login-throttle.js';
import { ThrottledKeys } from './throttling/throttled-keys.js';

export const authEntities = [
  UserEntity,
  SessionEntity,
  RefreshTokenEntity,
  ApiKeyEntity,
  LoginThrottleEntity,
  KnownSourceEntity,
];

const forControllers = [
  ApiKeysService,
  MeService,
  PasswordChangeService,
  RegistrationService,
  SignInService,
  TokenService,
  UserChangesService,
  UsersService,
];

const forTheApplication = [Authenticator, ExpiredRecords, FirstAdmin];

const internal = [
  AccessTokenStrategy,
  AccessTokens,
  AccountCreation,
  ApiKeyUsage,
  CredentialStates,
  KnownSources,
  LoginThrottle,
  PasswordCheck,
  PasswordHasher,
  PasswordReplacement,
  RefreshRotation,
  RefreshTokens,
  SignInRefusals,
  SignIns,
  ThrottledKeys,
  VerifiedTokens,
];

@Module({
  imports: [
    TypeOrmModule.forFeature(authEntities),
    JwtModule.registerAsync({
      inject: [SigningSecret],
      useFactory: (secret: SigningSecret) => ({
        secret: secret.keyFor('access-token'),
        signOptions: { algorithm: tokenAlgorithm },
      }),
    }),
  ],
  providers: [...internal, ...forControllers, ...forTheApplication],
  exports: [...forControllers, ...forTheApplication],
})
export class AuthModule {}
