import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsEnum, IsInt, IsString, Matches, Max, MaxLength, Min, MinLength } from 'class-validator';
import { IfGiven } from '#libs/platform';
import { ModelParams } from '#libs/models';

/** Nothing that PostgreSQL could not compare with an identifier. */
const identifierPattern = /^[^\p{Cc}\p{Cs}]+$/u;

export class ModelRowParams extends ModelParams {
  @ApiProperty({
    minLength: 1,
    maxLength: 200,
    pattern: identifierPattern.source,
    example: '42',
    description: "Identifier of the row in the model's dataset",
  })
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  @Matches(identifierPattern)
  row_id!: string;
}

export enum Language {
  English = 'en',
  French = 'fr',
}

export const mostReasons = 100;

export class LanguageQueryDto {
  @ApiPropertyOptional({
    enum: Language,
    enumName: 'Language',
    default: Language.English,
    description: 'Of texts that people read',
  })
  @IfGiven()
  @IsEnum(Language)
  language: Language = Language.English;
}

export class ScoreCardQueryDto extends LanguageQueryDto {
  @ApiPropertyOptional({
    type: 'integer',
    format: 'int32',
    minimum: 1,
    maximum: mostReasons,
    default: 5,
    description: 'How many reasons at most',
  })
  @IfGiven()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(mostReasons)
  limit: number = 5;
}
