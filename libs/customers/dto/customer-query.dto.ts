import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsEnum, IsInt, IsOptional, Max, Min } from 'class-validator';
import { integerOfPath } from '#libs/datasets';
import { Language } from '#libs/decisions';
import { largestCustomerId } from '../customers-dataset.js';

export const customerIdSchema = {
  type: 'integer',
  format: 'int64',
  minimum: 1,
  maximum: largestCustomerId,
  example: 500001,
  description: 'SK_ID_CURR of the customer',
} as const;

const CustomerId = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty(customerIdSchema),
    Transform(integerOfPath),
    IsInt({ message: 'must be the number of one customer: digits alone, at most 15' }),
    Min(1),
    Max(largestCustomerId),
  );

const InLanguage = (): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({
      enum: Language,
      enumName: 'Language',
      description: 'Of texts that people read; absent: as Accept-Language prefers, else English',
    }),
    IsOptional(),
    IsEnum(Language),
  );

export class CustomerIdDto {
  @CustomerId()
  id!: number;
}

export class CustomerLanguageQueryDto {
  @InLanguage()
  language?: Language;
}

export class CustomerScoreCardQueryDto extends CustomerIdDto {
  @InLanguage()
  language?: Language;

  @ApiPropertyOptional({
    type: 'integer',
    format: 'int32',
    minimum: 1,
    maximum: 100,
    default: 5,
    description: 'How many reasons at most',
  })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit: number = 5;
}

/** For the OpenAPI document. */
export const acceptLanguageHeader = {
  name: 'Accept-Language',
  required: false,
  description: 'French or English; the address may say it instead',
  schema: { type: 'string', maxLength: 1000, pattern: '^[\\x20-\\x7e]*$', example: 'fr-FR,fr;q=0.9' },
} as const;
