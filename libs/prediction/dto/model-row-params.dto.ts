import { ApiProperty } from '@nestjs/swagger';
import { IsString, Matches, MaxLength, MinLength } from 'class-validator';
import { ModelParams } from '#libs/models';

/** Nothing that PostgreSQL could not compare with an identifier. */
const printable = '^[^\\p{Cc}\\p{Cs}]+$';

export class ModelRowParams extends ModelParams {
  @ApiProperty({
    minLength: 1,
    maxLength: 200,
    pattern: printable,
    example: '42',
    description: 'Identifier of the row in its dataset, as PostgreSQL writes it',
  })
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  @Matches(new RegExp(printable, 'u'))
  row_id!: string;
}
