import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsEnum,
  IsNumber,
  IsObject,
  IsString,
  Matches,
  MaxLength,
  MinLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { booleanOfQuery } from '../csv/dto/csv-import-query.dto.js';
import { ColumnKindName } from './dataset.dto.js';
import {
  anyText,
  columnName,
  datasetName,
  lineOfText,
  longestText,
  mostAllowedValues,
  mostDerived,
  mostMarkers,
  number,
} from './dataset-properties.js';
import { markerSchema } from './marker-schema.js';

/** What is left out takes its default; null is no value, here as in the OpenAPI document. */
const IfGiven = (): PropertyDecorator => ValidateIf((_, value) => value !== undefined);

const isPrintable = /^[^\p{Cc}]*$/u;
const notPrintable = { message: '$property must not hold control characters' };

const Line =
  (longest: number): PropertyDecorator =>
  (target, property) => {
    for (const check of [IsString(), MaxLength(longest), Matches(isPrintable, notPrintable)])
      check(target, property);
  };

const Name = (): PropertyDecorator => (target, property) => {
  Line(columnName.maxLength)(target, property);
  MinLength(1)(target, property);
};

/** What is otherwise than the relation tells. */
export class AttachedColumnDto {
  @ApiPropertyOptional({
    enum: ColumnKindName,
    enumName: 'ColumnKindName',
    description:
      'Numbers, booleans and days can also be read as categories, points in time as the day they fall on; else a view has to convert the column',
  })
  @IfGiven()
  @IsEnum(ColumnKindName)
  kind?: `${ColumnKindName}`;

  @ApiPropertyOptional({ ...lineOfText, example: 'Income before tax' })
  @IfGiven()
  @Line(longestText)
  description?: string;

  @ApiPropertyOptional({ ...lineOfText, example: 'EUR per year' })
  @IfGiven()
  @Line(longestText)
  unit?: string;

  @ApiPropertyOptional({ type: 'boolean', description: 'Whole numbers only' })
  @IfGiven()
  @IsBoolean()
  integer?: boolean;

  @ApiPropertyOptional({ ...number, description: 'Smallest possible number' })
  @IfGiven()
  @IsNumber()
  minimum?: number;

  @ApiPropertyOptional({ ...number, description: 'Largest possible number' })
  @IfGiven()
  @IsNumber()
  maximum?: number;

  @ApiPropertyOptional({
    type: 'array',
    items: { type: 'string', ...anyText },
    maxItems: mostAllowedValues,
    description: 'The categories that exist; others are refused, unless the column is open',
  })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(mostAllowedValues)
  @IsString({ each: true })
  @MaxLength(longestText, { each: true })
  allowed_values?: string[];

  @ApiPropertyOptional({
    type: 'boolean',
    description: 'Categories that are not known are taken, with a warning',
  })
  @IfGiven()
  @IsBoolean()
  open?: boolean;

  @ApiPropertyOptional({ type: 'boolean', description: 'A row may hold no value here' })
  @IfGiven()
  @IsBoolean()
  nullable?: boolean;

  @ApiPropertyOptional({
    type: 'boolean',
    description: 'Kept to watch fairness: a feature only where switched on by name',
  })
  @IfGiven()
  @IsBoolean()
  sensitive?: boolean;

  @ApiPropertyOptional({ type: 'boolean', description: 'No feature unless a model names it' })
  @IfGiven()
  @IsBoolean()
  excluded?: boolean;

  @ApiPropertyOptional({
    type: 'array',
    items: markerSchema,
    maxItems: mostMarkers,
    example: [365243],
    description: 'Values that stand for a missing one',
  })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(mostMarkers)
  missing_values?: (number | string)[];
}

export class AttachedDerivedDto {
  @ApiProperty({ ...columnName, example: 'income_per_person' })
  @Name()
  name!: string;

  @ApiProperty({ minLength: 1, maxLength: 4000, pattern: '^[\\s\\S]+$', example: 'income / (children + 1)' })
  @IsString()
  @MinLength(1)
  @MaxLength(4000)
  expression!: string;
}

@ApiExtraModels(AttachedColumnDto)
export class AttachDatasetDto {
  @ApiProperty(datasetName)
  @IsString()
  @Matches(new RegExp(datasetName.pattern))
  name!: string;

  @ApiPropertyOptional({ ...anyText, description: "Absent: the relation's comment" })
  @IfGiven()
  @IsString()
  @MaxLength(longestText)
  description?: string;

  @ApiProperty({
    ...columnName,
    example: 'lending',
    description: 'As it is written in the catalogue, unquoted',
  })
  @Name()
  schema!: string;

  @ApiProperty({
    ...columnName,
    example: 'applicants',
    description: 'A table, view, materialised view, partitioned or foreign table; unquoted',
  })
  @Name()
  relation!: string;

  @ApiPropertyOptional({
    ...columnName,
    example: 'applicant_id',
    description: 'Column that names a row, unique and never missing. Absent: the primary key',
  })
  @IfGiven()
  @Name()
  id_column?: string;

  @ApiPropertyOptional({ ...columnName, example: 'defaulted', description: 'What models learn by default' })
  @IfGiven()
  @Name()
  target?: string;

  @ApiPropertyOptional({
    ...anyText,
    example: 'true',
    description: 'Of a target with two values, as text: the one whose probability is answered',
  })
  @IfGiven()
  @IsString()
  @MaxLength(longestText)
  positive_class?: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { $ref: getSchemaPath(AttachedColumnDto) },
    example: { days_employed: { missing_values: [365243] } },
    description: 'By the name of the column, what is otherwise than the relation tells',
  })
  // As it was sent: class-transformer drops names that objects inherit. Each is checked by the route.
  @Transform(({ obj }: { obj: { columns?: unknown } }) => obj.columns)
  @IfGiven()
  @IsObject()
  columns?: Record<string, unknown>;

  @ApiPropertyOptional({
    type: () => [AttachedDerivedDto],
    maxItems: mostDerived,
    description: 'Features computed from columns',
  })
  @IfGiven()
  @IsArray()
  @ArrayMaxSize(mostDerived)
  @ValidateNested({ each: true })
  @Type(() => AttachedDerivedDto)
  derived?: AttachedDerivedDto[];
}

export class AttachQueryDto {
  @ApiPropertyOptional({
    type: 'boolean',
    default: false,
    description: 'Answer what would be attached, and store nothing',
  })
  @Transform(booleanOfQuery)
  @IsBoolean()
  dry_run: boolean = false;
}
