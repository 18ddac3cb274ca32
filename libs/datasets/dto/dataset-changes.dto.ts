import { applyDecorators } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiPropertyOptional,
  type ApiPropertyOptions,
  getSchemaPath,
  PickType,
} from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsObject, ValidateBy } from 'class-validator';
import { IfGiven } from '#libs/platform';
import { ColumnDeclarationDto } from './column-declaration.dto.js';
import { DatasetDeclarationDto } from './dataset-declaration.dto.js';
import { DerivedFeatureDto } from './dataset.dto.js';
import { columnName, mostColumns } from './dataset-properties.js';
import { IfPresent, IsColumnName } from './declaration-checks.js';

/** A class whose named properties may be null too: so that a subclass can declare and check them so. */
type WithNull<Class, Keys extends keyof Class> = new () => Omit<Class, Keys> & {
  [Key in Keys]?: Class[Key] | null;
};

/** Null takes it away. The rest of the documentation is that of the declaration. */
const Removable = (schema: ApiPropertyOptions): PropertyDecorator =>
  applyDecorators(ApiPropertyOptional({ ...schema, nullable: true }), IfPresent());

/** Part of what a dataset is made of, and of no declaration. */
const Fixed = (remedy: string): PropertyDecorator =>
  applyDecorators(
    IfGiven(),
    ValidateBy({
      name: 'isFixed',
      validator: { validate: () => false, defaultMessage: () => `cannot be changed; ${remedy}` },
    }),
  );

const makeAnew = 'delete the dataset and make it anew (POST /datasets, POST /datasets/attach)';
const readAnew = 'the file was read by it: delete the dataset and send it again (POST /datasets)';

const AnyColumn: WithNull<
  ColumnDeclarationDto,
  'description' | 'unit' | 'minimum' | 'maximum' | 'allowed_values'
> = ColumnDeclarationDto;

/** What is to be said of a column from now on. Absent: as it is. */
export class ColumnChangesDto extends AnyColumn {
  @Removable({ type: 'string' })
  declare description?: string | null;

  @Removable({ type: 'string' })
  declare unit?: string | null;

  @Removable({ type: 'number' })
  declare minimum?: number | null;

  @Removable({ type: 'number' })
  declare maximum?: number | null;

  @Removable({ type: 'array' })
  declare allowed_values?: string[] | null;

  @Fixed('exports, models and records know the column by it. A view can rename it')
  name?: never;

  @Fixed(makeAnew)
  kind?: never;

  @Fixed(readAnew)
  date_format?: never;

  @Fixed(readAnew)
  true_values?: never;

  @Fixed(readAnew)
  false_values?: never;
}

const AnyDataset: WithNull<
  Pick<DatasetDeclarationDto, 'description' | 'positive_class' | 'derived'>,
  'description' | 'positive_class' | 'derived'
> = PickType(DatasetDeclarationDto, ['description', 'positive_class', 'derived']);

/** A JSON merge patch (RFC 7396) of what GET answers. Absent: as it is. */
@ApiExtraModels(ColumnChangesDto)
export class DatasetChangesDto extends AnyDataset {
  @Removable({ type: 'string', description: 'What the rows are' })
  declare description?: string | null;

  @ApiPropertyOptional({
    type: 'string',
    ...columnName,
    nullable: true,
    example: 'defaulted',
    description: 'What models learn by default. Models that exist keep theirs',
  })
  @IfPresent()
  @IsColumnName()
  target?: string | null;

  @Removable({ type: 'string' })
  declare positive_class?: string | null;

  @Removable({ type: () => [DerivedFeatureDto] })
  declare derived?: DerivedFeatureDto[] | null;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { $ref: getSchemaPath(ColumnChangesDto) },
    maxProperties: mostColumns,
    example: { days_employed: { missing_values: [365243] } },
    description: 'By the name of the column; columns that are not named stay as they are',
  })
  // As it was sent: class-transformer drops names that objects inherit. Each is checked by itself.
  @Transform(({ obj }: { obj: { columns?: unknown } }) => obj.columns)
  @IfGiven()
  @IsObject()
  columns?: Record<string, unknown>;

  @Fixed(makeAnew)
  name?: never;

  @Fixed(makeAnew)
  identifier?: never;

  @Fixed(makeAnew)
  id_column?: never;

  @Fixed(makeAnew)
  relation?: never;
}
