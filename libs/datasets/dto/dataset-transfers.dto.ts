import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsEnum } from 'class-validator';
import { booleanOfQuery, CsvImportQueryDto } from '../csv/dto/csv-import-query.dto.js';
import { CsvImportReportDto } from '../csv/dto/csv-import-report.dto.js';
import { count } from './dataset-properties.js';
import { IncludeSensitive } from './row-query.js';

export enum ImportMode {
  Append = 'append',
  Upsert = 'upsert',
  Replace = 'replace',
}

export class DatasetImportQueryDto extends CsvImportQueryDto {
  @ApiPropertyOptional({
    enum: ImportMode,
    enumName: 'ImportMode',
    default: ImportMode.Append,
    description:
      '`append`: every row is new. `upsert`: rows of a known identifier are changed, in the columns that the file has; of rows that the database numbers, those that the file names in `veridict_row`. `replace`: afterwards the dataset holds the rows of the file and no other',
  })
  @IsEnum(ImportMode)
  mode: ImportMode = ImportMode.Append;

  @ApiPropertyOptional({
    type: 'boolean',
    default: false,
    description: 'Leave out columns that the dataset does not have, instead of refusing the file',
  })
  @Transform(booleanOfQuery)
  @IsBoolean()
  ignore_unknown: boolean = false;
}

export class DatasetExportQueryDto {
  @IncludeSensitive()
  include_sensitive: boolean = false;
}

export class DatasetImportReportDto extends CsvImportReportDto {
  @ApiProperty({ ...count, description: 'Rows that are new' })
  rows_inserted!: number;

  @ApiProperty({ ...count, description: 'Rows that were there, with other values' })
  rows_updated!: number;

  @ApiProperty({ ...count, description: 'Rows that the file does not have (`replace`)' })
  rows_deleted!: number;
}
