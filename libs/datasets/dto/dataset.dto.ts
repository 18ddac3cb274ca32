import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, MaxLength, MinLength } from 'class-validator';
import type { DatasetColumn, DatasetDefinition } from '../feature-schema.js';
import {
  anyText,
  columnName,
  count,
  datasetName,
  lineOfText,
  mostAllowedValues,
  mostColumns,
  mostDerived,
  mostMarkers,
  mostWarnings,
  number,
} from './dataset-properties.js';
import { IsColumnName, markerSchema } from './declaration-checks.js';

export enum DatasetOriginName {
  BuiltIn = 'built_in',
  Owned = 'owned',
  Attached = 'attached',
}

export enum ColumnKindName {
  Numeric = 'numeric',
  Categorical = 'categorical',
  Boolean = 'boolean',
  Date = 'date',
}

export class DatasetColumnDto {
  @ApiProperty({ ...columnName, example: 'income' })
  name!: string;

  @ApiProperty({
    enum: ColumnKindName,
    enumName: 'ColumnKindName',
    description: '`date`: a day, as `2026-11-21`; models see the days since 1970-01-01',
  })
  kind!: `${ColumnKindName}`;

  @ApiProperty({ ...lineOfText, example: 'Income before tax' })
  description!: string;

  @ApiProperty({ type: 'string', ...lineOfText, nullable: true, example: 'EUR per year' })
  unit!: string | null;

  @ApiProperty({ type: 'boolean', description: 'Whole numbers only' })
  integer!: boolean;

  @ApiProperty({ type: 'boolean', description: 'A row may hold no value here' })
  nullable!: boolean;

  @ApiProperty({
    ...number,
    nullable: true,
    example: 0,
    description: 'Smallest possible value, where declared',
  })
  minimum!: number | null;

  @ApiProperty({ ...number, nullable: true, description: 'Largest possible value, where declared' })
  maximum!: number | null;

  @ApiProperty({
    type: 'array',
    items: { type: 'string', ...anyText },
    maxItems: mostAllowedValues,
    nullable: true,
    description: 'The categories that exist; null where nobody lists them',
  })
  allowed_values!: string[] | null;

  @ApiProperty({ type: 'boolean', description: 'Categories that are not known are taken, with a warning' })
  open!: boolean;

  @ApiProperty({
    type: 'array',
    items: markerSchema,
    maxItems: mostMarkers,
    example: [365243],
    description: 'Values that stand for a missing one',
  })
  missing_values!: (number | string)[];

  @ApiProperty({
    type: 'boolean',
    description: 'Kept to watch fairness: a feature only where switched on by name',
  })
  sensitive!: boolean;

  @ApiProperty({ type: 'boolean', description: 'No feature unless a model names it' })
  excluded!: boolean;
}

export class DerivedFeatureDto {
  @ApiProperty({ ...columnName, example: 'income_per_person' })
  @IsColumnName()
  name!: string;

  @ApiProperty({
    minLength: 1,
    maxLength: 4000,
    pattern: '^[\\s\\S]+$',
    example: 'income / (children + 1)',
    description:
      'Of columns: numbers, + - * /, comparisons, and, or, not, if(a, b, c), min, max, coalesce, abs, sqrt, log, exp, mean. Names that are no words stand in double quotes, texts in single ones',
  })
  @IsString()
  @MinLength(1)
  @MaxLength(4000)
  expression!: string;
}

/** What a dataset is: answered where one is defined, and where it is asked for. */
export class DatasetDto {
  @ApiProperty(datasetName)
  name!: string;

  @ApiProperty({ enum: DatasetOriginName, enumName: 'DatasetOriginName' })
  origin!: `${DatasetOriginName}`;

  @ApiProperty({ type: 'string', ...anyText, nullable: true })
  description!: string | null;

  @ApiProperty({
    ...columnName,
    example: 'applicant_id',
    description: 'Column that names a row; `veridict_row` where the dataset has none of its own',
  })
  identifier!: string;

  @ApiProperty({ type: 'string', ...columnName, nullable: true, description: 'What models learn by default' })
  target!: string | null;

  @ApiProperty({
    type: 'string',
    ...anyText,
    nullable: true,
    description: 'Of a target with two values: the one whose probability is answered',
  })
  positive_class!: string | null;

  @ApiProperty({ ...count, nullable: true, example: 5000, description: 'null: the relation cannot be read' })
  row_count!: number | null;

  @ApiPropertyOptional({
    maxLength: 200,
    pattern: '^/[a-z0-9_/-]*$',
    example: '/clients',
    description: 'Where the rows are changed, if not under /datasets/{name}/rows',
  })
  row_routes?: string;

  @ApiProperty({ type: () => [DatasetColumnDto], maxItems: mostColumns })
  columns!: DatasetColumnDto[];

  @ApiProperty({
    type: () => [DerivedFeatureDto],
    maxItems: mostDerived,
    description: 'Features computed from columns',
  })
  derived!: DerivedFeatureDto[];

  @ApiProperty({
    type: 'array',
    items: { type: 'string', maxLength: 2000, pattern: '^[\\s\\S]*$' },
    maxItems: mostWarnings,
    description: 'What somebody should look at before a model learns from it',
  })
  warnings!: string[];

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    maxLength: 30,
    nullable: true,
    description: 'null: built in, or not stored',
  })
  created_at!: string | null;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    maxLength: 30,
    nullable: true,
    description: 'When its declaration was last changed; null: never',
  })
  changed_at!: string | null;

  @ApiProperty({
    type: 'integer',
    format: 'int32',
    minimum: 1,
    maximum: 2147483647,
    nullable: true,
    example: 1,
    description: 'Counts the declarations; the ETag is made of it. null: built in, or not stored',
  })
  version!: number | null;
}

/** Which of its declarations is stored. */
export interface DatasetState {
  readonly created_at: Date;
  readonly changed_at: Date | null;
  readonly version: number;
}

/** What is known of a dataset beside its definition. */
export interface DatasetCircumstances {
  /** Null: not counted, or not to be read. */
  readonly rowCount: number | null;
  readonly warnings: readonly string[];
  /** Null: built in, or not stored. */
  readonly stored: DatasetState | null;
}

export function datasetDto(
  definition: DatasetDefinition,
  { rowCount, warnings, stored }: DatasetCircumstances,
): DatasetDto {
  const { name, origin, description, identifier, target, positiveClass, rowRoutes, columns, derived } =
    definition;
  return {
    name,
    origin,
    description: description ?? null,
    identifier,
    target: target ?? null,
    positive_class: positiveClass ?? null,
    row_count: rowCount,
    ...(rowRoutes === undefined ? {} : { row_routes: rowRoutes }),
    columns: columns.map(columnDto),
    derived: (derived ?? []).map((feature) => ({ ...feature })),
    warnings: warnings.slice(0, mostWarnings),
    created_at: stored?.created_at.toISOString() ?? null,
    changed_at: stored?.changed_at?.toISOString() ?? null,
    version: stored?.version ?? null,
  };
}

function columnDto(column: DatasetColumn): DatasetColumnDto {
  const {
    name,
    kind,
    description,
    unit,
    nullable,
    minimum,
    maximum,
    allowedValues,
    missingValues,
    sensitive,
  } = column;
  return {
    name,
    kind,
    description,
    unit: unit ?? null,
    integer: column.integer ?? false,
    nullable,
    minimum: minimum ?? null,
    maximum: maximum ?? null,
    allowed_values: allowedValues ? [...allowedValues] : null,
    open: column.open ?? false,
    missing_values: [...(missingValues ?? [])],
    sensitive,
    excluded: column.excluded ?? false,
  };
}
