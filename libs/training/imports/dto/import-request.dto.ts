import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsEnum, IsNumber, IsString, Matches, Max, MaxLength, Min, MinLength } from 'class-validator';
import { IfGiven } from '#libs/platform';
import { mlflowUriPattern } from '../sources/mlflow-uri.js';

export enum ImportSource {
  Mlflow = 'mlflow',
  File = 'file',
  HuggingFace = 'hugging_face',
}

/** Unpaired surrogates (Cs) cannot be stored. */
export const importReasonPattern = /^[^\s\p{Cc}\p{Cs}][^\p{Cc}\p{Cs}]*$/u;
const revisionPattern = /^[A-Za-z0-9][A-Za-z0-9._/-]*$/;

/** Also the fields of a form beside its file. */
export class ImportOptionsDto {
  @ApiPropertyOptional({
    minimum: 0,
    maximum: 1,
    example: 0.4,
    description:
      'Binary models: the probability from which on the answer is 1. Left out: what the file says, else 0.5',
  })
  @IfGiven()
  @IsNumber()
  @Min(0)
  @Max(1)
  threshold?: number;

  @ApiPropertyOptional({
    minLength: 3,
    maxLength: 1000,
    pattern: importReasonPattern.source,
    example: 'The model of the risk team, trained on the years before',
    description: 'Kept in the administrative record; no personal values',
  })
  @IfGiven()
  @IsString()
  @MinLength(3)
  @MaxLength(1000)
  @Matches(importReasonPattern, {
    message: 'reason must begin with a visible character and hold no control characters',
  })
  reason?: string;
}

export class ImportRequestDto extends ImportOptionsDto {
  @ApiProperty({
    enum: ImportSource,
    enumName: 'ImportSource',
    description:
      'mlflow: a model of the configured server; file: what MODEL_PATH names; hugging_face: HF_MODEL_FILENAME of HF_MODEL_REPO',
  })
  @IsEnum(ImportSource)
  from!: ImportSource;

  @ApiPropertyOptional({
    maxLength: 2000,
    pattern: mlflowUriPattern.source,
    example: 'models:/loan-amount@champion',
    description: 'With mlflow: models:/name@alias, models:/name/3, models:/m-<id> or runs:/<run id>/<path>',
  })
  @IfGiven()
  @IsString()
  @MaxLength(2000)
  @Matches(mlflowUriPattern, {
    message: 'uri must be models:/name@alias, models:/name/3, models:/m-<id> or runs:/<run id>/<path>',
  })
  uri?: string;

  @ApiPropertyOptional({
    maxLength: 200,
    pattern: revisionPattern.source,
    default: 'main',
    description: 'With hugging_face: branch, tag or commit',
  })
  @IfGiven()
  @IsString()
  @MaxLength(200)
  @Matches(revisionPattern)
  revision?: string;
}
