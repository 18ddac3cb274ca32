import { ApiProperty } from '@nestjs/swagger';
import { maximumRefusals } from '#libs/datasets';
import { type SourceName, sourceNames } from '../employee-sources.js';
import { maximumIncomplete } from '../import/import-report.js';
import { employeeIdSchema } from './employee.dto.js';

const count = {
  type: 'integer',
  format: 'int64',
  minimum: 0,
  maximum: Number.MAX_SAFE_INTEGER,
} as const;
const text = (maxLength: number) => ({ type: 'string', maxLength, pattern: '^[^\\x00-\\x1f]*$' }) as const;
const source = { enum: [...sourceNames], enumName: 'EmployeeSource', example: 'sirh' };

export class ImportedExtractDto {
  @ApiProperty(source)
  source!: SourceName;

  @ApiProperty({ ...text(200), example: 'extrait_sirh.csv' })
  file_name!: string;

  @ApiProperty({ ...count, example: 1470 })
  rows_read!: number;

  @ApiProperty({ ...count, example: 0 })
  rows_refused!: number;

  @ApiProperty({ ...count, example: 1470, description: 'Kept in raw: those that say something new' })
  rows_stored!: number;

  @ApiProperty({
    type: 'array',
    items: text(100),
    maxItems: 1000,
    example: [],
    description: 'Columns of the file that are known and not stored',
  })
  ignored_columns!: readonly string[];
}

export class RefusedFieldDto {
  @ApiProperty(source)
  source!: SourceName;

  @ApiProperty({ ...text(200), example: 'extrait_sirh.csv' })
  file_name!: string;

  @ApiProperty({ ...count, minimum: 1, example: 17, description: 'Physical line of the file, from 1' })
  line!: number;

  @ApiProperty({
    ...text(100),
    nullable: true,
    example: 'age',
    description: 'null where the row as a whole does not fit',
  })
  field!: string | null;

  @ApiProperty({
    ...text(500),
    example: 'must be a whole number from 16 to 100',
    description: 'What would be right; never what stands there',
  })
  detail!: string;
}

export class StageCountsDto {
  @ApiProperty({ ...count, example: 1470 })
  inserted!: number;

  @ApiProperty({ ...count, example: 0 })
  updated!: number;

  @ApiProperty({ ...count, example: 0 })
  unchanged!: number;
}

export class MartCountsDto extends StageCountsDto {
  @ApiProperty({ ...count, example: 1470, description: 'Employees after the import' })
  total!: number;
}

export class MissingSourcesDto {
  @ApiProperty({ ...count, example: 0 })
  sirh!: number;

  @ApiProperty({ ...count, example: 0 })
  eval!: number;

  @ApiProperty({ ...count, example: 0 })
  sondage!: number;
}

export class IncompleteEmployeeDto {
  @ApiProperty(employeeIdSchema)
  id!: number;

  @ApiProperty({
    enum: [...sourceNames],
    enumName: 'EmployeeSource',
    isArray: true,
    maxItems: 2,
    example: ['eval'],
  })
  missing!: readonly SourceName[];
}

export class IncompleteEmployeesDto {
  @ApiProperty({ ...count, example: 0, description: 'Employees of whom not all three extracts are there' })
  total!: number;

  @ApiProperty({ type: () => MissingSourcesDto })
  missing!: Readonly<Record<SourceName, number>>;

  @ApiProperty({
    type: () => [IncompleteEmployeeDto],
    maxItems: maximumIncomplete,
    description: `The first ${maximumIncomplete}`,
  })
  employees!: readonly IncompleteEmployeeDto[];
}

/** What an import did, stage by stage. */
export class EmployeeImportReportDto {
  @ApiProperty({ ...count, minimum: 1, example: 1, description: 'As lineage names it; gone after a dry run' })
  import_id!: number;

  @ApiProperty({ type: 'boolean', example: false, description: 'Nothing was stored' })
  dry_run!: boolean;

  @ApiProperty({ type: () => [ImportedExtractDto], maxItems: 3 })
  files!: readonly ImportedExtractDto[];

  @ApiProperty({ ...count, example: 4410 })
  rows_read!: number;

  @ApiProperty({ ...count, example: 0 })
  rows_refused!: number;

  @ApiProperty({ type: () => [RefusedFieldDto], maxItems: maximumRefusals })
  refusals!: readonly RefusedFieldDto[];

  @ApiProperty({ type: 'boolean', example: false, description: 'More reasons than listed' })
  refusals_truncated!: boolean;

  @ApiProperty({
    type: () => StageCountsDto,
    description: 'Rows as delivered; unchanged ones are not kept twice',
  })
  raw!: StageCountsDto;

  @ApiProperty({ type: () => StageCountsDto, description: 'Rows of the three sources, typed and cleaned' })
  staging!: StageCountsDto;

  @ApiProperty({ type: () => IncompleteEmployeesDto })
  incomplete!: IncompleteEmployeesDto;

  @ApiProperty({ type: () => MartCountsDto, description: 'Employees of whom all is known' })
  mart!: MartCountsDto;

  @ApiProperty({ ...count, example: 400 })
  duration_ms!: number;
}
