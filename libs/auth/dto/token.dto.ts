import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { CheckedByRoute } from '#libs/platform';

const text = { pattern: '^[\\s\\S]*$', maxLength: 1024 } as const;

export enum GrantType {
  Password = 'password',
  RefreshToken = 'refresh_token',
}

export enum TokenType {
  Bearer = 'Bearer',
}

/** The form; its errors are those of RFC 6749, so the route reads it itself. */
@CheckedByRoute()
export class TokenRequestDto {
  @ApiPropertyOptional({
    enum: GrantType,
    enumName: 'GrantType',
    default: GrantType.Password,
    description: '`password` needs username and password, `refresh_token` needs refresh_token',
  })
  grant_type?: GrantType;

  @ApiPropertyOptional({
    ...text,
    minLength: 1,
    example: 'ada@example.com',
    description: 'The e-mail address',
  })
  username?: string;

  @ApiPropertyOptional({ ...text, minLength: 1, format: 'password' })
  password?: string;

  @ApiPropertyOptional({ ...text, minLength: 1 })
  refresh_token?: string;

  @ApiPropertyOptional({ ...text, description: 'Accepted and ignored: the role decides' })
  scope?: string;

  @ApiPropertyOptional({ ...text, description: 'Accepted and ignored: there are no third-party clients' })
  client_id?: string;

  @ApiPropertyOptional({ ...text, format: 'password', description: 'Accepted and ignored' })
  client_secret?: string;
}

export class TokenDto {
  @ApiProperty({
    maxLength: 4096,
    pattern: '^[A-Za-z0-9_.-]+$',
    description: 'JWT for the Authorization header',
  })
  access_token!: string;

  @ApiProperty({ enum: TokenType, enumName: 'TokenType', description: 'RFC 6750' })
  token_type!: 'Bearer';

  @ApiProperty({
    type: 'integer',
    format: 'int32',
    minimum: 60,
    maximum: 86400,
    example: 3600,
    description: 'Seconds',
  })
  expires_in!: number;

  @ApiProperty({
    maxLength: 43,
    pattern: '^[A-Za-z0-9_-]{43}$',
    example: 'Zm9yIGV4YW1wbGUgb25seSwgbm8gcmVhbCB0b2tlbiE',
    description: 'Works once; each refresh answers the next one',
  })
  refresh_token!: string;

  @ApiProperty({
    maxLength: 500,
    pattern: '^[a-z: ]*$',
    example: 'predict:read clients:read models:read',
    description: 'What the token allows; empty while a generated password has not been replaced',
  })
  scope!: string;
}
