import { ApiProperty } from '@nestjs/swagger';
import { maximumPageSize } from '#libs/platform';
import { NextCursor, RowCount } from '../../dto/row-properties.js';
import { longestCursor } from './row-parameters.dto.js';
import { rowValue } from './row-value.js';

const anyText = { maxLength: Number.MAX_SAFE_INTEGER, pattern: '^[\\s\\S]*$' } as const;

export class RowDto {
  @ApiProperty({ ...anyText, example: '17', description: 'Identifier of the row' })
  row_id!: string;

  @ApiProperty({
    type: 'string',
    nullable: true,
    maxLength: 64,
    pattern: '^[\\s\\S]*$',
    example: '1',
    description:
      'Differs after every change; null where nobody can tell. A number is the ETag; with any other revision, or none, rows are not changed here',
  })
  revision!: string | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: rowValue(Number.MAX_SAFE_INTEGER),
    description:
      'Values by column, as they are stored: also those that stand for missing ones. Sensitive columns only where they were asked for',
    example: { age: 41, niveau_etude: 'master', member_since: '2026-11-21' },
  })
  values!: Record<string, number | string | boolean | null>;
}

export class RowPageDto {
  @ApiProperty({ type: () => [RowDto], maxItems: maximumPageSize })
  items!: RowDto[];

  @NextCursor(longestCursor)
  next_cursor!: string | null;

  @RowCount('Rows that match the filter, over all pages')
  total!: number;
}
