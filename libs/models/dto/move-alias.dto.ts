import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsString, Matches, Max, MaxLength, Min, MinLength } from 'class-validator';

/** Unpaired surrogates (Cs) cannot be stored. */
export const reasonPattern = /^[^\s\p{Cc}\p{Cs}][^\p{Cc}\p{Cs}]*$/u;

export class MoveAliasDto {
  @ApiProperty({ type: 'integer', format: 'int32', minimum: 1, maximum: 2147483647, example: 2 })
  @IsInt()
  @Min(1)
  @Max(2147483647)
  version!: number;

  @ApiProperty({
    minLength: 3,
    maxLength: 1000,
    pattern: reasonPattern.source,
    example: 'Back to version 2: version 3 overestimates small loans',
    description: 'Kept in the history; no personal values',
  })
  @IsString()
  @MinLength(3)
  @MaxLength(1000)
  @Matches(reasonPattern, {
    message: 'reason must begin with a visible character and hold no control characters',
  })
  reason!: string;
}
