import { ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  MinLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { type Delimiter, delimiters } from '../csv/delimiters.js';
import { type Charset, charsets } from '../csv/text-decoding.js';
import type { ColumnKind } from '../feature-schema.js';
import { type DateFormat, dateFormats } from '../infer/date-text.js';
import { IsMarkers, TextList } from './column-override-checks.js';
import { ColumnKindName, DerivedFeatureDto } from './dataset.dto.js';
import {
  anyText,
  columnName,
  datasetName,
  lineOfText,
  longestColumnName,
  longestText,
  mostAllowedValues,
  mostColumns,
  mostDerived,
  mostMarkers,
  number,
} from './dataset-properties.js';
import { markerSchema } from './marker-schema.js';

/** What is said of one column instead of what is inferred. Absent: as inferred. */
export class ColumnOverrideDto {
  @ApiPropertyOptional({
    ...columnName,
    example: 'default_next_month',
    description: 'Another name for the column',
  })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(longestColumnName)
  name?: string;

  @ApiPropertyOptional({ enum: ColumnKindName, enumName: 'ColumnKindName' })
  @IsOptional()
  @IsIn(Object.values(ColumnKindName))
  kind?: ColumnKind;

  @ApiPropertyOptional({ ...lineOfText, example: 'Income before tax' })
  @IsOptional()
  @IsString()
  @MaxLength(longestText)
  description?: string;

  @ApiPropertyOptional({ ...lineOfText, example: 'EUR per year', description: 'Numbers: the unit' })
  @IsOptional()
  @IsString()
  @MaxLength(longestText)
  unit?: string;

  @ApiPropertyOptional({ type: 'boolean', description: 'Numbers: whole ones only' })
  @IsOptional()
  @IsBoolean()
  integer?: boolean;

  @ApiPropertyOptional({ ...number, example: 0, description: 'Numbers: the smallest possible' })
  @IsOptional()
  @IsNumber({ allowNaN: false, allowInfinity: false })
  minimum?: number;

  @ApiPropertyOptional({ ...number, description: 'Numbers: the largest possible' })
  @IsOptional()
  @IsNumber({ allowNaN: false, allowInfinity: false })
  maximum?: number;

  @TextList('Categories: those that exist; any other is refused', mostAllowedValues)
  allowed_values?: string[];

  @ApiPropertyOptional({ type: 'boolean', description: 'Categories: unknown ones are taken, with a warning' })
  @IsOptional()
  @IsBoolean()
  open?: boolean;

  @ApiPropertyOptional({ type: 'boolean', description: 'A row may hold no value here' })
  @IsOptional()
  @IsBoolean()
  nullable?: boolean;

  @ApiPropertyOptional({
    type: 'boolean',
    description: 'Kept to watch fairness: no feature unless switched on',
  })
  @IsOptional()
  @IsBoolean()
  sensitive?: boolean;

  @ApiPropertyOptional({ type: 'boolean', description: 'No feature unless a model names it' })
  @IsOptional()
  @IsBoolean()
  excluded?: boolean;

  @ApiPropertyOptional({
    type: 'array',
    items: markerSchema,
    maxItems: mostMarkers,
    example: [365243],
    description: 'Values that stand for a missing one',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(mostMarkers)
  @IsMarkers()
  missing_values?: (number | string)[];

  @ApiPropertyOptional({
    enum: dateFormats,
    enumName: 'DateFormat',
    description: 'Days: how the file writes them',
  })
  @IsOptional()
  @IsIn(dateFormats)
  date_format?: DateFormat;

  @TextList('Yes or no: texts of the file that mean yes', mostMarkers)
  true_values?: string[];

  @TextList('Yes or no: texts of the file that mean no', mostMarkers)
  false_values?: string[];
}

/** What is said of a file that becomes a dataset. */
export class DatasetUploadDto {
  @ApiProperty(datasetName)
  @IsString()
  @Matches(/^[a-z][a-z0-9_]{0,62}$/)
  name!: string;

  @ApiPropertyOptional(anyText)
  @IsOptional()
  @IsString()
  @MaxLength(longestText)
  description?: string;

  @ApiPropertyOptional({
    type: 'string',
    ...anyText,
    nullable: true,
    example: 'SK_ID_CURR',
    description:
      'Column whose values name the rows. Absent: one that is named like an identifier and unique, if there is one; null: rows are numbered',
  })
  @ValidateIf((_: object, value: unknown) => value !== undefined && value !== null)
  @IsString()
  @MaxLength(longestText)
  id_column?: string | null;

  @ApiPropertyOptional({ ...anyText, example: 'TARGET', description: 'Column that models learn by default' })
  @IsOptional()
  @IsString()
  @MaxLength(longestText)
  target?: string;

  @ApiPropertyOptional({
    ...anyText,
    example: '1',
    description: 'Of a target with two values: the one whose probability is answered, as text',
  })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'number' || typeof value === 'boolean' ? String(value) : value,
  )
  @IsString()
  @MaxLength(longestText)
  positive_class?: string;

  @ApiPropertyOptional({
    enum: delimiters,
    enumName: 'CsvDelimiter',
    description: 'Absent: found in the header',
  })
  @IsOptional()
  @IsIn(delimiters)
  delimiter?: Delimiter;

  @ApiPropertyOptional({ enum: charsets, enumName: 'CsvEncoding', description: 'Absent: found in the bytes' })
  @IsOptional()
  @IsIn(charsets)
  encoding?: Charset;

  @ApiPropertyOptional({
    type: 'boolean',
    description: 'Absent: a comma may be the decimal mark where it is not the delimiter',
  })
  @IsOptional()
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
  @IsOptional()
  @IsObject()
  columns?: Record<string, ColumnOverrideDto>;

  @ApiPropertyOptional({ type: () => [DerivedFeatureDto], maxItems: mostDerived })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(mostDerived)
  @ValidateNested({ each: true })
  @Type(() => DerivedFeatureDto)
  derived?: DerivedFeatureDto[];
}
