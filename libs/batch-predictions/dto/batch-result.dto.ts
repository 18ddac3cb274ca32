import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsEnum, IsOptional, IsString, MaxLength, MinLength, Matches } from 'class-validator';
import { PageQueryDto } from '#libs/platform';
import { AnswerDto } from '#libs/prediction';

const anyText = '^[\\s\\S]*$';
/** PostgreSQL refuses NUL, and no identifier holds the other control characters. */
const printable = '^[^\\x00-\\x1f\\x7f]*$';

export enum ResultOutcome {
  Answered = 'answered',
  Refused = 'refused',
}

/** See `RowSplit` of libs/ml. */
export enum RowSplit {
  Train = 'train',
  Test = 'test',
  Changed = 'changed',
  Unseen = 'unseen',
}

export class BatchResultQuery extends PageQueryDto {
  @ApiPropertyOptional({ enum: ResultOutcome, enumName: 'ResultOutcome' })
  @IsOptional()
  @IsEnum(ResultOutcome)
  outcome?: ResultOutcome;

  @ApiPropertyOptional({
    minLength: 1,
    maxLength: 200,
    pattern: printable,
    description: 'The result of this row alone',
    example: '42',
  })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  @Matches(new RegExp(printable))
  row_identifier?: string;
}

export class ResultProblemDto {
  @ApiProperty({
    maxLength: 1000,
    pattern: anyText,
    example: 'niveau_etude',
    description: 'Name of the feature',
  })
  field!: string;

  @ApiProperty({
    maxLength: 1000,
    pattern: anyText,
    example: 'must be a number',
    description: 'Never the value',
  })
  detail!: string;
}

export class BatchResultDto {
  @ApiProperty({
    type: 'integer',
    format: 'int32',
    minimum: 1,
    maximum: 2147483647,
    description: 'In the order of the identifiers; the content hash is chained in it',
  })
  position!: number;

  @ApiProperty({ maxLength: 1_000_000, pattern: anyText, example: '42' })
  row_identifier!: string;

  @ApiProperty({
    enum: RowSplit,
    enumName: 'RowSplit',
    nullable: true,
    description:
      'How the version knew the row. train: it learned from it, so that the answer flatters the version; test: held out and measured on; changed: it learned from the row as it was before; unseen: none of these. null: the row was refused, or nobody knows',
  })
  split!: RowSplit | null;

  @ApiProperty({ type: () => AnswerDto, nullable: true, description: 'null: the row was refused' })
  answer!: AnswerDto | null;

  @ApiProperty({ type: () => [ResultProblemDto], maxItems: 10000, description: 'Why the row was refused' })
  problems!: ResultProblemDto[];
}

export class BatchResultPageDto {
  @ApiProperty({ type: () => [BatchResultDto], maxItems: 1000 })
  items!: BatchResultDto[];

  @ApiProperty({ type: 'string', maxLength: 1000, pattern: '^[A-Za-z0-9_-]+$', nullable: true })
  next_cursor!: string | null;

  @ApiProperty({ type: 'integer', format: 'int64', minimum: 0, maximum: 9007199254740991 })
  total!: number;
}
