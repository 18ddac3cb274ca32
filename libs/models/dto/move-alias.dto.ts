import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsString, Matches, Max, MaxLength, Min, MinLength } from 'class-validator';

export class MoveAliasDto {
  @ApiProperty({ type: 'integer', format: 'int32', minimum: 1, maximum: 2147483647, example: 2 })
  @IsInt()
  @Min(1)
  @Max(2147483647)
  version!: number;

  @ApiProperty({ minLength: 3, maxLength: 1000, pattern: '^\\P{Cc}*$', example: 'Back to version 2: version 3 overestimates small loans', description: 'Kept in the history; no personal values' })
  @IsString()
  @MinLength(3)
  @MaxLength(1000)
  @Matches(/^\P{Cc}*$/u, { message: 'reason must not contain control characters' })
  reason!: string;
}
