import { ApiProperty } from '@nestjs/swagger';
import { charsets } from '../csv/text-decoding.js';
import { delimiters } from '../csv/delimiters.js';
import { DatasetDto } from './dataset.dto.js';
import { anyText, columnName, count, mostColumns, mostMarkers, number } from './dataset-properties.js';

/** Categories whose counts are shown. */
export const mostShownLevels = 100;

export class CountedTextDto {
  @ApiProperty({ ...anyText, example: 'NA' })
  value!: string;

  @ApiProperty({ ...count, example: 12 })
  count!: number;
}

/** What the cells of a column show. */
export class InferredColumnDto {
  @ApiProperty({ ...anyText, example: 'default.payment.next.month', description: 'As the file has it' })
  header!: string;

  @ApiProperty({ ...columnName, description: 'Of the column it becomes' })
  name!: string;

  @ApiProperty({ ...count, minimum: 1, description: 'Place in the file, from 1' })
  position!: number;

  @ApiProperty({ ...count, description: 'Cells that hold a value' })
  present!: number;

  @ApiProperty({ ...count, description: 'Cells that hold none' })
  missing!: number;

  @ApiProperty({
    type: () => [CountedTextDto],
    maxItems: mostMarkers,
    description: 'What stands in the cells that hold none; an empty text is a blank cell',
  })
  missing_markers!: CountedTextDto[];

  @ApiProperty({ ...count, description: 'Cells that are numbers' })
  numbers!: number;

  @ApiProperty({ ...number, nullable: true, description: 'Smallest number' })
  smallest!: number | null;

  @ApiProperty({ ...number, nullable: true, description: 'Largest number' })
  largest!: number | null;

  @ApiProperty({
    ...count,
    nullable: true,
    description: 'Different texts, counted exactly; null: more than are counted',
  })
  distinct!: number | null;

  @ApiProperty({
    type: () => [CountedTextDto],
    maxItems: mostShownLevels,
    description: 'Where the categories are listed: how often each occurs, the most frequent first',
  })
  levels!: CountedTextDto[];

  @ApiProperty({
    type: 'boolean',
    description: 'Its days could be dd/mm/yyyy and mm/dd/yyyy: date_format must say',
  })
  ambiguous_date!: boolean;

  @ApiProperty({
    type: 'boolean',
    description: 'Named like an identifier, unique and without missing values',
  })
  identifier_candidate!: boolean;
}

export class InferredFileDto {
  @ApiProperty({ enum: delimiters, enumName: 'CsvDelimiter' })
  delimiter!: string;

  @ApiProperty({ enum: charsets, enumName: 'CsvEncoding' })
  encoding!: string;

  @ApiProperty({ type: 'boolean', description: 'A comma is read as the decimal mark' })
  decimal_comma!: boolean;

  @ApiProperty({ type: () => [InferredColumnDto], maxItems: mostColumns })
  columns!: InferredColumnDto[];
}

/** What a file would become; nothing is stored. */
export class InferredDatasetDto extends DatasetDto {
  @ApiProperty({ type: () => InferredFileDto })
  inferred!: InferredFileDto;
}
