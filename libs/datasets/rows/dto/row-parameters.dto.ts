import { ApiProperty, ApiPropertyOptional, OmitType } from '@nestjs/swagger';
import { IsEnum, IsOptional, IsString, Matches, MaxLength, MinLength } from 'class-validator';
import { PageQueryDto } from '#libs/platform';
import { DatasetParams } from '../../dto/dataset-list.dto.js';
import { longestColumnName } from '../../dto/dataset-properties.js';
import { IncludeSensitive } from '../../dto/row-query.js';
import { longestText } from '../column-problem.js';
import { longestRowId } from '../row-identifier.js';

const printable = /^(?:[\t\n\r]|\P{Cc})*$/u;
/** The same for schemas, whose patterns need no flag. */
export const printablePattern = '^[^\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f]*$';

export class DatasetRowParams extends DatasetParams {
  @ApiProperty({
    minLength: 1,
    maxLength: longestRowId,
    pattern: printablePattern,
    example: '17',
    description: 'Identifier of the row, percent-encoded: it may hold slashes, blanks and any letter',
  })
  @IsString()
  @MinLength(1)
  @MaxLength(longestRowId)
  @Matches(printable)
  row_id!: string;
}

export class RowViewQueryDto {
  @IncludeSensitive()
  include_sensitive: boolean = false;
}

export enum RowSort {
  Id = 'row_id',
  IdDown = '-row_id',
}

const cursorPattern = /^[A-Za-z0-9_-]+$/;
/** A cursor holds the identifier of a row, which may be a text. */
export const longestCursor = 3000;

export class RowListQueryDto extends OmitType(PageQueryDto, ['cursor']) {
  @ApiPropertyOptional({
    maxLength: longestCursor,
    pattern: cursorPattern.source,
    description: '`next_cursor` of the page before',
  })
  @IsOptional()
  @IsString()
  @MaxLength(longestCursor)
  @Matches(cursorPattern)
  cursor?: string;

  @ApiPropertyOptional({
    enum: RowSort,
    enumName: 'RowSort',
    default: RowSort.Id,
    description: 'A leading minus sorts downwards',
  })
  @IsEnum(RowSort)
  sort: RowSort = RowSort.Id;

  @ApiPropertyOptional({
    minLength: 1,
    maxLength: longestColumnName,
    pattern: printablePattern,
    description:
      'Only rows whose column of this name holds what `equals` says (sensitive ones need clients:write)',
    example: 'niveau_etude',
  })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(longestColumnName)
  @Matches(printable)
  column?: string;

  @ApiPropertyOptional({
    maxLength: longestText,
    pattern: printablePattern,
    description: 'What `column` holds; without it, rows in which it holds nothing',
    example: 'master',
  })
  @IsOptional()
  @IsString()
  @MaxLength(longestText)
  @Matches(printable)
  equals?: string;

  @IncludeSensitive()
  include_sensitive: boolean = false;
}
