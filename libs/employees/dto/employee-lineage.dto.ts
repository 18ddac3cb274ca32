import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { employeesDataset } from '../employees-dataset.js';
import { type SourceName, sourceNames } from '../employee-sources.js';
import { employeeIdSchema } from './employee.dto.js';

const origins = ['import', 'api', 'none'] as const;
const identifier = { type: 'string', maxLength: 64, pattern: '^[\\w.:-]+$' } as const;
const integer = {
  type: 'integer',
  format: 'int64',
  minimum: 1,
  maximum: Number.MAX_SAFE_INTEGER,
} as const;

/** Where one value came from: a cell of a file, or a change through the API. */
export class FieldLineageDto {
  @ApiProperty({ ...identifier, example: 'augmentation_salaire_precedente' })
  field!: string;

  @ApiProperty({
    oneOf: [
      { type: 'number', minimum: 0, maximum: 10_000_000 },
      { type: 'string', maxLength: 100, pattern: '^[^\\x00-\\x1f]*$' },
      { type: 'boolean' },
      { type: 'null' },
    ],
    example: 11,
    description: 'The current one; of an incomplete employee the one in staging',
  })
  value!: number | string | boolean | null;

  @ApiProperty({
    enum: [...origins],
    enumName: 'ValueOrigin',
    example: 'import',
    description: 'none: nobody has given one',
  })
  origin!: (typeof origins)[number];

  @ApiPropertyOptional({ enum: [...sourceNames], enumName: 'EmployeeSource', example: 'eval' })
  source?: SourceName;

  @ApiPropertyOptional({ ...integer, example: 1 })
  import_id?: number;

  @ApiPropertyOptional({
    type: 'string',
    maxLength: 200,
    pattern: '^[^\\x00-\\x1f]*$',
    example: 'extrait_eval.csv',
  })
  file_name?: string;

  @ApiPropertyOptional({ ...integer, example: 2, description: 'Physical line of the file, from 1' })
  line?: number;

  @ApiPropertyOptional({
    ...identifier,
    example: 'augementation_salaire_precedente',
    description: 'As the extract spells it',
  })
  column?: string;

  @ApiPropertyOptional({
    type: 'string',
    nullable: true,
    maxLength: 1_048_576,
    pattern: '^[\\s\\S]*$',
    example: '11 %',
    description: 'The cell as it was delivered',
  })
  raw_text?: string | null;

  @ApiPropertyOptional({
    format: 'date-time',
    maxLength: 40,
    example: '2026-11-21T09:30:00.000Z',
    description: 'When it was imported, or set through the API',
  })
  changed_at?: string;

  @ApiPropertyOptional({ ...identifier, example: 'user', description: 'Who imported it, or set it' })
  actor_kind?: string;

  @ApiPropertyOptional({ ...identifier, example: '0199f0a2-7d6c-7bd1-a4c4-6b8f0f3f2c11' })
  actor_id?: string;
}

export class EmployeeLineageDto {
  @ApiProperty(employeeIdSchema)
  id!: number;

  @ApiProperty({ type: 'boolean', example: true, description: 'Whether the employee is in the mart' })
  complete!: boolean;

  @ApiProperty({
    enum: [...sourceNames],
    enumName: 'EmployeeSource',
    isArray: true,
    maxItems: sourceNames.length,
    example: [],
    description: 'Sources that have delivered nothing of the employee',
  })
  missing!: readonly SourceName[];

  @ApiProperty({ type: () => [FieldLineageDto], maxItems: employeesDataset.columns.length })
  fields!: readonly FieldLineageDto[];
}
