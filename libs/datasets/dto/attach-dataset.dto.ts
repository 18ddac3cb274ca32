import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsEnum, IsObject } from 'class-validator';
import { IfGiven } from '#libs/platform';
import { ColumnDeclarationDto } from './column-declaration.dto.js';
import { ColumnKindName } from './dataset.dto.js';
import { DatasetDeclarationDto } from './dataset-declaration.dto.js';
import { columnName, mostColumns } from './dataset-properties.js';
import { IsColumnName } from './declaration-checks.js';

/** What is otherwise than the relation tells. */
export class AttachedColumnDto extends ColumnDeclarationDto {
  @ApiPropertyOptional({
    enum: ColumnKindName,
    enumName: 'ColumnKindName',
    description:
      'Numbers, booleans and days can also be read as categories, points in time as the day they fall on; else a view has to convert the column',
  })
  @IfGiven()
  @IsEnum(ColumnKindName)
  kind?: `${ColumnKindName}`;
}

@ApiExtraModels(AttachedColumnDto)
export class AttachDatasetDto extends DatasetDeclarationDto {
  @ApiProperty({
    ...columnName,
    example: 'lending',
    description: 'As it is written in the catalogue, unquoted',
  })
  @IsColumnName()
  schema!: string;

  @ApiProperty({
    ...columnName,
    example: 'applicants',
    description: 'A table, view, materialised view, partitioned or foreign table; unquoted',
  })
  @IsColumnName()
  relation!: string;

  @ApiPropertyOptional({
    ...columnName,
    example: 'applicant_id',
    description: 'Column that names a row, unique and never missing. Absent: the primary key',
  })
  @IfGiven()
  @IsColumnName()
  id_column?: string;

  @ApiPropertyOptional({ ...columnName, example: 'defaulted', description: 'What models learn by default' })
  @IfGiven()
  @IsColumnName()
  target?: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { $ref: getSchemaPath(AttachedColumnDto) },
    maxProperties: mostColumns,
    example: { days_employed: { missing_values: [365243] } },
    description: 'By the name of the column, what is otherwise than the relation tells',
  })
  // As it was sent: class-transformer drops names that objects inherit. Each is checked by itself.
  @Transform(({ obj }: { obj: { columns?: unknown } }) => obj.columns)
  @IfGiven()
  @IsObject()
  columns?: Record<string, unknown>;
}
