import { ApiProperty, ApiPropertyOptional, PickType } from '@nestjs/swagger';
import { IsBoolean, IsEnum, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { PageQueryDto, Role } from '#libs/platform';
import { emailPattern, maximumEmailLength } from '../accounts/email-address.js';
import { maximumPasswordLength, minimumPasswordLength } from '../passwords/password-rules.js';

export const idSchema = {
  format: 'uuid',
  maxLength: 36,
  example: '5f0c4d0e-3b0a-4d53-9a55-1f5f1c3a7d20',
} as const;
export const timeSchema = {
  format: 'date-time',
  maxLength: 40,
  example: '2026-11-02T09:30:00.000Z',
} as const;
export const passwordSchema = {
  minLength: minimumPasswordLength,
  maxLength: maximumPasswordLength,
  format: 'password',
  pattern: '^[\\s\\S]*$',
  example: 'nine lanterns over a quiet harbour',
  description: 'Any characters; refused when it is easy to guess',
} as const;
const emailSchema = {
  maxLength: maximumEmailLength,
  pattern: emailPattern.source,
  example: 'ada@example.com',
} as const;
const roleSchema = { enum: Role, enumName: 'Role', example: Role.Viewer } as const;

export class UserIdDto {
  @ApiProperty(idSchema)
  @IsUUID()
  id!: string;
}

export class RegisterDto {
  @ApiProperty(emailSchema)
  @IsString()
  @MaxLength(maximumEmailLength)
  @Matches(emailPattern)
  email!: string;

  // Its rules count code points and explain themselves: see `passwordProblem`.
  @ApiProperty(passwordSchema)
  @IsString()
  password!: string;
}

export class CreateUserDto extends PickType(RegisterDto, ['email']) {
  @ApiProperty(roleSchema)
  @IsEnum(Role)
  role!: Role;

  @ApiPropertyOptional({
    ...passwordSchema,
    description: 'Left out: one is generated that works once, within three days, to choose another',
  })
  @IsOptional()
  @IsString()
  password?: string;
}

export class ChangeUserDto {
  @ApiPropertyOptional(roleSchema)
  @IsOptional()
  @IsEnum(Role)
  role?: Role;

  @ApiPropertyOptional({ description: 'true ends every sign-in and stops the keys of the account' })
  @IsOptional()
  @IsBoolean()
  disabled?: boolean;

  @ApiPropertyOptional(passwordSchema)
  @IsOptional()
  @IsString()
  password?: string;
}

export class UserQueryDto extends PageQueryDto {
  @ApiPropertyOptional(roleSchema)
  @IsOptional()
  @IsEnum(Role)
  role?: Role;
}

export class AccountDto {
  @ApiProperty(idSchema)
  id!: string;

  @ApiProperty(emailSchema)
  email!: string;

  @ApiProperty(roleSchema)
  role!: Role;

  @ApiProperty(timeSchema)
  created_at!: string;
}

export class UserDto extends AccountDto {
  @ApiProperty({ example: false })
  disabled!: boolean;

  @ApiProperty({ example: false, description: 'The password was generated and not replaced yet' })
  must_replace_password!: boolean;

  @ApiProperty(timeSchema)
  updated_at!: string;

  @ApiProperty({
    type: 'integer',
    format: 'int32',
    minimum: 1,
    maximum: 2147483647,
    example: 1,
    description: 'The ETag without its quotes',
  })
  version!: number;
}

export class CreatedUserDto extends UserDto {
  @ApiProperty({
    type: 'string',
    nullable: true,
    maxLength: 24,
    pattern: '^[A-Za-z0-9_-]{24}$',
    example: 'd0aVb6m3Qk1xYz7uWc5rT2nL',
    description: 'Shown this once; null when a password was given',
  })
  initial_password!: string | null;
}

export class UserPageDto {
  @ApiProperty({ type: () => [UserDto], maxItems: 1000 })
  items!: UserDto[];

  @ApiProperty({ type: 'string', nullable: true, maxLength: 1000, pattern: '^[A-Za-z0-9_-]+$' })
  next_cursor!: string | null;

  @ApiProperty({ type: 'integer', format: 'int64', minimum: 0, maximum: Number.MAX_SAFE_INTEGER, example: 3 })
  total!: number;
}
