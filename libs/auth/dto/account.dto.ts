import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { type Scope, scopes } from '#libs/platform';
import { maximumPasswordLength } from '../passwords/password-rules.js';
import { AccountDto, passwordSchema } from './user.dto.js';

export enum CredentialKind {
  SignIn = 'sign_in',
  ApiKey = 'api_key',
}

export class MeDto extends AccountDto {
  @ApiProperty({ enum: CredentialKind, enumName: 'CredentialKind', description: 'What was presented' })
  credential!: CredentialKind;

  @ApiProperty({
    enum: scopes,
    enumName: 'Scope',
    isArray: true,
    maxItems: scopes.length,
    example: ['predict:read'],
    description: 'What the presented credential allows now',
  })
  scopes!: Scope[];

  @ApiProperty({ example: false, description: 'Only changing the password is allowed until that is done' })
  must_replace_password!: boolean;
}

export class ChangePasswordDto {
  @ApiProperty({
    minLength: 1,
    maxLength: maximumPasswordLength,
    format: 'password',
    pattern: '^[\\s\\S]*$',
    example: 'seven lamps beside an empty road',
  })
  @IsString()
  @MaxLength(maximumPasswordLength * 2)
  current_password!: string;

  @ApiProperty(passwordSchema)
  @IsString()
  new_password!: string;
}
