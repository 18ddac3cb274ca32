import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';

export const maximumPageSize = 1000;

/** Query of every list. */
export class PageQueryDto {
  @ApiPropertyOptional({
    type: 'integer',
    format: 'int32',
    minimum: 1,
    maximum: maximumPageSize,
    default: 50,
    description: 'Rows per page',
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(maximumPageSize)
  limit: number = 50;

  @ApiPropertyOptional({
    maxLength: 1000,
    pattern: '^[A-Za-z0-9_-]+$',
    description: '`next_cursor` of the page before',
  })
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  @Matches(/^[A-Za-z0-9_-]+$/)
  cursor?: string;
}

/** What a list answers. Each list declares its own class for the document, of this shape. */
export interface Page<Item> {
  items: Item[];
  /** null on the last page. */
  next_cursor: string | null;
  /** Rows that match the filters, over all pages. */
  total: number;
}
