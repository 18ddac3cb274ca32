import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean } from 'class-validator';

/** Text of a query parameter; anything but the two words is left as it is, for the validator to refuse. */
export const booleanOfQuery = ({ value }: { value: unknown }): unknown =>
  value === 'true' ? true : value === 'false' ? false : value;

export class CsvImportQueryDto {
  @ApiPropertyOptional({
    type: 'boolean',
    default: false,
    description: 'Take the rows that are in order and report the others, instead of all or nothing',
  })
  @Transform(booleanOfQuery)
  @IsBoolean()
  partial: boolean = false;
}
