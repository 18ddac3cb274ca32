import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  IsEnum,
  IsInt,
  IsNumber,
  IsObject,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
} from 'class-validator';
import { OptionalBody } from '#libs/platform';

export enum Algorithm {
  Linear = 'linear',
}

/** What is left out takes its default; null is no value, here as in the OpenAPI document. */
const IfGiven = (): PropertyDecorator => ValidateIf((_, value) => value !== undefined);

@OptionalBody()
export class TrainRequestDto {
  @ApiPropertyOptional({
    maxLength: 64,
    pattern: '^[a-z][a-z0-9-]*$',
    default: 'loan-amount',
    example: 'loan-amount',
  })
  @IfGiven()
  @IsString()
  @MaxLength(64)
  @Matches(/^[a-z][a-z0-9-]*$/)
  model: string = 'loan-amount';

  @ApiPropertyOptional({ enum: Algorithm, enumName: 'Algorithm', default: Algorithm.Linear })
  @IfGiven()
  @IsEnum(Algorithm)
  algorithm: Algorithm = Algorithm.Linear;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    example: { alpha: 1 },
    description:
      'Of the algorithm; what is left out takes its default. linear: alpha (regression), C, max_iter, tol (classification)',
  })
  // As it was sent: class-transformer drops names that objects inherit, and they would not be refused.
  @Transform(({ obj }: { obj: { hyperparameters?: unknown } }) => obj.hyperparameters)
  @IfGiven()
  @IsObject()
  hyperparameters: Record<string, unknown> = {};

  @ApiPropertyOptional({ type: 'integer', format: 'int32', minimum: 0, maximum: 2147483647, default: 42 })
  @IfGiven()
  @IsInt()
  @Min(0)
  @Max(2147483647)
  seed: number = 42;

  @ApiPropertyOptional({
    minimum: 0.05,
    maximum: 0.5,
    default: 0.2,
    description:
      'Share of rows held out to measure on. The same rows every time: they are chosen by a hash of their identifier',
  })
  @IfGiven()
  @IsNumber()
  @Min(0.05)
  @Max(0.5)
  test_size: number = 0.2;
}
