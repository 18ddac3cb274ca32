import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsEnum, IsInt, Max, Min } from 'class-validator';
import { IfGiven } from '#libs/platform';

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
