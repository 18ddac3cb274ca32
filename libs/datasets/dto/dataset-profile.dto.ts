import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, Matches, MaxLength, MinLength, ValidateIf } from 'class-validator';
import { ColumnKindName } from './dataset.dto.js';
import { anyText, columnName, count, datasetName, mostColumns, number } from './dataset-properties.js';
import { IncludeSensitive } from './row-query.js';

export class ProfileQueryDto {
  @ApiPropertyOptional({
    ...columnName,
    example: 'defaulted',
    description: "Column that the others are compared with. Absent: the dataset's target",
  })
  @ValidateIf((_, value) => value !== undefined)
  @IsString()
  @MinLength(1)
  @MaxLength(columnName.maxLength)
  @Matches(/^[^\p{Cc}]+$/u)
  target?: string;

  @IncludeSensitive()
  include_sensitive: boolean = false;
}

const figure = (description: string): PropertyDecorator =>
  ApiProperty({ ...number, nullable: true, description });
const day = (description: string): PropertyDecorator =>
  ApiProperty({ type: 'string', format: 'date', maxLength: 20, nullable: true, description });
const share = { type: 'number', format: 'double', minimum: 0, maximum: 1 } as const;

export class NumberBinDto {
  @ApiProperty(number)
  from!: number;

  @ApiProperty(number)
  to!: number;

  @ApiProperty({
    ...count,
    description: 'Rows from the one to below the other; the outer bins hold what lies beyond too',
  })
  count!: number;
}

export class NumberFiguresDto {
  @figure('Mean')
  mean!: number | null;

  @figure('Standard deviation of the sample')
  standard_deviation!: number | null;

  @figure('The 5th smallest value')
  minimum!: number | null;

  @figure('1 % of the rows hold at most this')
  p01!: number | null;

  @figure('5 %')
  p05!: number | null;

  @figure('25 %')
  p25!: number | null;

  @figure('The median')
  p50!: number | null;

  @figure('75 %')
  p75!: number | null;

  @figure('95 %')
  p95!: number | null;

  @figure('99 %')
  p99!: number | null;

  @figure('The 5th largest value')
  maximum!: number | null;

  @ApiProperty({
    type: () => [NumberBinDto],
    maxItems: 20,
    description: 'Bins of fewer than 5 rows are joined',
  })
  histogram!: NumberBinDto[];
}

export class DayBinDto {
  @ApiProperty({ type: 'string', format: 'date', maxLength: 20 })
  from!: string;

  @ApiProperty({ type: 'string', format: 'date', maxLength: 20 })
  to!: string;

  @ApiProperty(count)
  count!: number;
}

export class DayFiguresDto {
  @day('The 5th earliest day')
  minimum!: string | null;

  @day('5 % of the rows hold at most this')
  p05!: string | null;

  @day('25 %')
  p25!: string | null;

  @day('The median')
  p50!: string | null;

  @day('75 %')
  p75!: string | null;

  @day('95 %')
  p95!: string | null;

  @day('The 5th latest day')
  maximum!: string | null;

  @figure('Standard deviation of the sample, in days')
  standard_deviation_days!: number | null;

  @ApiProperty({ type: () => [DayBinDto], maxItems: 20, description: 'Bins of fewer than 5 rows are joined' })
  histogram!: DayBinDto[];
}

export class LevelDto {
  @ApiProperty({ ...anyText, example: 'married' })
  value!: string;

  @ApiProperty(count)
  count!: number;
}

export class LevelFiguresDto {
  @ApiProperty({
    type: () => [LevelDto],
    maxItems: 20,
    description: 'The most frequent values of at least 5 rows',
  })
  top!: LevelDto[];

  @ApiProperty({ ...count, description: 'Values beside those' })
  other_values!: number;

  @ApiProperty({ ...count, description: 'Rows that hold them' })
  other_count!: number;
}

export enum AssociationMeasure {
  Pearson = 'pearson',
  Auc = 'auc',
  EtaSquared = 'eta_squared',
  CramersV = 'cramers_v',
}

export class AssociationDto {
  @ApiProperty({
    enum: AssociationMeasure,
    enumName: 'AssociationMeasure',
    description:
      'Two numbers: Pearson’s correlation. A number and two classes: the area under the ROC curve of the bare number (0.5: it says nothing; below: small numbers speak for the class). A number and categories: eta², the share of its variance that lies between them. Categories and classes: Cramér’s V',
  })
  measure!: AssociationMeasure;

  @figure('null: not defined, as that with a constant')
  value!: number | null;
}

export enum AloneMeasure {
  Auc = 'auc',
  RSquared = 'r_squared',
}

export class AloneDto {
  @ApiProperty({ enum: AloneMeasure, enumName: 'AloneMeasure' })
  measure!: AloneMeasure;

  @ApiProperty(share)
  value!: number;
}

export class ColumnProfileDto {
  @ApiProperty(columnName)
  name!: string;

  @ApiProperty({ enum: ColumnKindName, enumName: 'ColumnKindName' })
  kind!: `${ColumnKindName}`;

  @ApiProperty({ type: 'boolean', description: 'Sensitive, and not asked for: only counted' })
  hidden!: boolean;

  @ApiProperty({ ...count, description: 'Rows with a value' })
  count!: number;

  @ApiProperty({ ...count, description: 'Rows without one, or with one that stands for that' })
  missing!: number;

  @ApiProperty({ ...count, nullable: true, description: 'Different values' })
  distinct!: number | null;

  @ApiProperty({ type: () => NumberFiguresDto, nullable: true })
  numbers!: NumberFiguresDto | null;

  @ApiProperty({ type: () => DayFiguresDto, nullable: true })
  days!: DayFiguresDto | null;

  @ApiProperty({ type: () => LevelFiguresDto, nullable: true })
  levels!: LevelFiguresDto | null;

  @ApiProperty({ type: () => AssociationDto, nullable: true, description: 'With the target' })
  association!: AssociationDto | null;

  @ApiProperty({
    type: () => AloneDto,
    nullable: true,
    description:
      'How well the column alone, missing values included, tells the target of rows whose target it was not told: means of the target by value or quantile, crosswise from the other half of the rows. Near 1: the column may hold what is only known after the outcome',
  })
  alone!: AloneDto | null;
}

export enum ProfileWarningCode {
  SuspectedLeakage = 'suspected_leakage',
  AllMissing = 'all_missing',
  Constant = 'constant',
  NearConstant = 'near_constant',
  IdentifierLike = 'identifier_like',
  DuplicateColumn = 'duplicate_column',
  HighCardinality = 'high_cardinality',
  SuspectedSentinel = 'suspected_sentinel',
  ClassImbalance = 'class_imbalance',
  TooFewRows = 'too_few_rows',
}

export class ProfileWarningDto {
  @ApiProperty({ enum: ProfileWarningCode, enumName: 'ProfileWarningCode' })
  code!: ProfileWarningCode;

  @ApiProperty({
    type: 'string',
    ...columnName,
    nullable: true,
    description: 'null: about the rows as a whole',
  })
  column!: string | null;

  @ApiProperty({
    maxLength: 1000,
    pattern: '^[\\s\\S]*$',
    example: 'It tells the target almost perfectly (AUC 0.999).',
  })
  detail!: string;
}

export enum ProfileTask {
  Regression = 'regression',
  Binary = 'binary',
  Multiclass = 'multiclass',
}

export class DatasetProfileDto {
  @ApiProperty(datasetName)
  name!: string;

  @ApiProperty({ ...count, example: 5000 })
  row_count!: number;

  @ApiProperty({ ...count, example: 5000, description: 'Rows that the figures are of' })
  rows_profiled!: number;

  @ApiProperty({ type: 'string', ...columnName, nullable: true, example: 'defaulted' })
  target!: string | null;

  @ApiProperty({
    enum: ProfileTask,
    enumName: 'ProfileTask',
    nullable: true,
    description: 'What learning it is',
  })
  task!: ProfileTask | null;

  @ApiProperty({
    type: 'string',
    ...anyText,
    nullable: true,
    description: 'Of two classes, the one that figures speak of',
  })
  positive_class!: string | null;

  @ApiProperty({ type: () => [ColumnProfileDto], maxItems: mostColumns })
  columns!: ColumnProfileDto[];

  @ApiProperty({ type: () => [ProfileWarningDto], maxItems: 10_000 })
  warnings!: ProfileWarningDto[];
}
