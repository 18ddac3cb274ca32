import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsEnum, IsInt, IsOptional, IsString, IsUUID, Matches, Max, MaxLength, Min } from 'class-validator';
import { PageQueryDto, Role } from '#libs/platform';
import { idSchema, timeSchema } from './user.dto.js';

/** No control characters, since the name is shown in terminals and logs, and no half characters. */
const namePattern = /^[ -~\u00a0-\ud7ff]{1,100}$/;
const longestLifeDays = 366;
const usualLifeDays = 90;

const roleSchema = { enum: Role, enumName: 'Role', example: Role.Viewer } as const;
const nameSchema = {
  minLength: 1,
  maxLength: 100,
  pattern: namePattern.source,
  example: 'nightly scoring',
} as const;

export class ApiKeyIdDto {
  @ApiProperty(idSchema)
  @IsUUID()
  id!: string;
}

export class ApiKeyQueryDto extends PageQueryDto {
  @ApiPropertyOptional({ ...idSchema, description: 'Keys of this owner only' })
  @IsOptional()
  @IsUUID()
  user_id?: string;
}

export class CreateApiKeyDto {
  @ApiProperty({ ...nameSchema, description: 'What the key is for' })
  @IsString()
  @MaxLength(100)
  @Matches(namePattern)
  name!: string;

  @ApiProperty({ ...roleSchema, description: 'At most the role of the owner' })
  @IsEnum(Role)
  role!: Role;

  @ApiPropertyOptional({
    type: 'integer',
    format: 'int32',
    minimum: 1,
    maximum: longestLifeDays,
    default: usualLifeDays,
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(longestLifeDays)
  expires_in_days: number = usualLifeDays;

  @ApiPropertyOptional({ ...idSchema, description: 'The owner; left out: the caller' })
  @IsOptional()
  @IsUUID()
  user_id?: string;
}

export class ApiKeyDto {
  @ApiProperty(idSchema)
  id!: string;

  @ApiProperty(nameSchema)
  name!: string;

  @ApiProperty({
    maxLength: 12,
    pattern: '^vdt_[0-9A-Za-z]{8}$',
    example: 'vdt_9hG2kLmQ',
    description: 'How the key begins',
  })
  prefix!: string;

  @ApiProperty({ ...roleSchema, description: 'The owner’s present role when that is lower' })
  role!: Role;

  @ApiProperty({ ...idSchema, description: 'The owner' })
  user_id!: string;

  @ApiProperty(timeSchema)
  created_at!: string;

  @ApiProperty(timeSchema)
  expires_at!: string;

  @ApiProperty({ ...timeSchema, type: 'string', nullable: true, description: 'To within half a minute' })
  last_used_at!: string | null;

  @ApiProperty({ ...timeSchema, type: 'string', nullable: true })
  revoked_at!: string | null;
}

export class CreatedApiKeyDto extends ApiKeyDto {
  @ApiProperty({
    maxLength: 40,
    pattern: '^vdt_[0-9A-Za-z]{36}$',
    description: 'The key for X-API-Key; shown this once',
  })
  key!: string;
}

export class ApiKeyPageDto {
  @ApiProperty({ type: () => [ApiKeyDto], maxItems: 1000 })
  items!: ApiKeyDto[];

  @ApiProperty({ type: 'string', nullable: true, maxLength: 1000, pattern: '^[A-Za-z0-9_-]+$' })
  next_cursor!: string | null;

  @ApiProperty({ type: 'integer', format: 'int64', minimum: 0, maximum: Number.MAX_SAFE_INTEGER, example: 2 })
  total!: number;
}
