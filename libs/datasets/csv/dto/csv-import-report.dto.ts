import { ApiProperty } from '@nestjs/swagger';
import { maximumRefusals } from '../row-reader.js';

const count = {
  type: 'integer',
  format: 'int64',
  minimum: 0,
  maximum: Number.MAX_SAFE_INTEGER,
} as const;

export class RefusedCellDto {
  @ApiProperty({ ...count, minimum: 1, example: 17, description: 'Physical line of the file, from 1' })
  line!: number;

  @ApiProperty({
    type: 'string',
    nullable: true,
    maxLength: 100,
    pattern: '^[^\\x00-\\x1f]*$',
    example: 'age',
    description: 'null where the row as a whole does not fit',
  })
  column!: string | null;

  @ApiProperty({ maxLength: 500, pattern: '^[^\\x00-\\x1f]*$', example: 'must be a number' })
  detail!: string;
}

export class CsvImportReportDto {
  @ApiProperty({ ...count, example: 10000 })
  rows_read!: number;

  @ApiProperty({ ...count, example: 9999 })
  rows_imported!: number;

  @ApiProperty({ ...count, example: 1 })
  rows_refused!: number;

  @ApiProperty({ type: () => [RefusedCellDto], maxItems: maximumRefusals })
  refusals!: readonly RefusedCellDto[];

  @ApiProperty({ type: 'boolean', example: false, description: 'More reasons than listed' })
  refusals_truncated!: boolean;

  @ApiProperty({
    type: 'array',
    items: { type: 'string', maxLength: 100, pattern: '^[^\\x00-\\x1f]*$' },
    maxItems: 1000,
    example: ['nom', 'prenom'],
    description: 'Columns of the file that are known and not stored',
  })
  ignored_columns!: readonly string[];

  @ApiProperty({ ...count, example: 180 })
  duration_ms!: number;
}
