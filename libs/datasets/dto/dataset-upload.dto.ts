import { ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsObject } from 'class-validator';
import { IfGiven } from '#libs/platform';
import { type Delimiter, delimiters } from '../csv/delimiters.js';
import { type Charset, charsets } from '../csv/text-decoding.js';
import type { ColumnKind } from '../feature-schema.js';
import { type DateFormat, dateFormats } from '../infer/date-text.js';
import { ColumnDeclarationDto } from './column-declaration.dto.js';
import { ColumnKindName } from './dataset.dto.js';
import { DatasetDeclarationDto } from './dataset-declaration.dto.js';
import { anyText, columnName, mostColumns, mostMarkers } from './dataset-properties.js';
import { IfPresent, IsAnyText, IsColumnName, TextList } from './declaration-checks.js';

/** What is said of one column instead of what is inferred. Absent: as inferred. */
export class ColumnOverrideDto extends ColumnDeclarationDto {
  @ApiPropertyOptional({
    ...columnName,
    example: 'default_next_month',
    description: 'Another name for the column',
  })
  @IfGiven()
  @IsColumnName()
  name?: string;

  @ApiPropertyOptional({ enum: ColumnKindName, enumName: 'ColumnKindName' })
  @IfGiven()
  @IsIn(Object.values(ColumnKindName))
  kind?: ColumnKind;

  @ApiPropertyOptional({
    enum: dateFormats,
    enumName: 'DateFormat',
    description: 'Days: how the file writes them',
  })
  @IfGiven()
  @IsIn(dateFormats)
  date_format?: DateFormat;

  @TextList('Yes or no: texts of the file that mean yes', mostMarkers)
  true_values?: string[];

  @TextList('Yes or no: texts of the file that mean no', mostMarkers)
  false_values?: string[];
}

/** What is said of a file that becomes a dataset. */
export class DatasetUploadDto extends DatasetDeclarationDto {
  @ApiPropertyOptional({
    type: 'string',
    ...anyText,
    nullable: true,
    example: 'SK_ID_CURR',
    description:
      'Column whose values name the rows. Absent: one that is named like an identifier and unique, if there is one; null: rows are numbered',
  })
  @IfPresent()
  @IsAnyText()
  id_column?: string | null;

  @ApiPropertyOptional({ ...anyText, example: 'TARGET', description: 'Column that models learn by default' })
  @IfGiven()
  @IsAnyText()
  target?: string;

  // Who writes definitions by hand writes the class as the file does.
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'number' || typeof value === 'boolean' ? String(value) : value,
  )
  declare positive_class?: string;

  @ApiPropertyOptional({
    enum: delimiters,
    enumName: 'CsvDelimiter',
    description: 'Absent: found in the header',
  })
  @IfGiven()
  @IsIn(delimiters)
  delimiter?: Delimiter;

  @ApiPropertyOptional({ enum: charsets, enumName: 'CsvEncoding', description: 'Absent: found in the bytes' })
  @IfGiven()
  @IsIn(charsets)
  encoding?: Charset;

  @ApiPropertyOptional({
    type: 'boolean',
    description: 'Absent: a comma may be the decimal mark where it is not the delimiter',
  })
  @IfGiven()
  @IsBoolean()
  decimal_comma?: boolean;

  @TextList(
    'Texts that mean a missing value, in any case, instead of the usual ones; a blank cell always does',
    mostMarkers,
  )
  missing_markers?: string[];

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { $ref: getSchemaPath(ColumnOverrideDto) },
    maxProperties: mostColumns,
    description: 'By header',
  })
  @IfGiven()
  @IsObject()
  columns?: Record<string, ColumnOverrideDto>;
}
