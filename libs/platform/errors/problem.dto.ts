import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

export class FieldProblemDto {
  @ApiProperty({
    maxLength: 1000,
    pattern: '^[\\s\\S]*$',
    example: '/age',
    description: 'JSON pointer into the body, or the name of a query or path parameter',
  })
  pointer!: string;

  @ApiProperty({ maxLength: 2000, pattern: '^[\\s\\S]*$', example: 'must be a number' })
  detail!: string;
}

/** Problem details, RFC 9457. */
export class ProblemDto {
  @ApiProperty({ maxLength: 2000, format: 'uri-reference', example: 'about:blank' })
  type!: string;

  @ApiProperty({ maxLength: 200, pattern: '^[\\s\\S]*$', example: 'The request is not valid' })
  title!: string;

  @ApiProperty({ type: 'integer', format: 'int32', minimum: 400, maximum: 599, example: 422 })
  status!: number;

  @ApiProperty({ maxLength: 4000, pattern: '^[\\s\\S]*$', example: 'One field is not valid.' })
  detail!: string;

  @ApiProperty({ maxLength: 4000, format: 'uri-reference', example: '/clients' })
  instance!: string;

  @ApiProperty({
    maxLength: 64,
    pattern: '^[a-z_]+$',
    example: 'validation_failed',
    description: 'Stable code to act on',
  })
  code!: string;

  @ApiProperty({
    maxLength: 64,
    pattern: '^[\\x21-\\x7e]+$',
    example: '0199f0a2-7d6c-7bd1-a4c4-6b8f0f3f2c11',
    description: 'Also in the header X-Request-Id and in the log',
  })
  request_id!: string;

  @ApiPropertyOptional({ type: () => [FieldProblemDto], maxItems: 10000 })
  errors?: FieldProblemDto[];

  @ApiPropertyOptional({
    maxLength: 64,
    pattern: '^[a-z_]+$',
    example: 'invalid_grant',
    description: 'Token requests: the error code of RFC 6749, section 5.2',
  })
  error?: string;

  @ApiPropertyOptional({ maxLength: 1000, pattern: '^[\\x20-\\x7e]*$', description: 'RFC 6749, section 5.2' })
  error_description?: string;

  @ApiPropertyOptional({
    maxLength: 64,
    pattern: '^[a-z]+(:[a-z]+)?$',
    example: 'clients:write',
    description: 'With `insufficient_scope`: what the credential lacks',
  })
  required_scope?: string;
}
