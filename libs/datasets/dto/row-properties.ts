import { ApiProperty } from '@nestjs/swagger';

/** When a row was added or last changed. */
export const RowTime = (): PropertyDecorator =>
  ApiProperty({ type: 'string', format: 'date-time', maxLength: 40, example: '2026-11-21T09:30:00.000Z' });

export const RowVersion = (): PropertyDecorator =>
  ApiProperty({
    type: 'integer',
    format: 'int32',
    minimum: 1,
    maximum: 2147483647,
    example: 1,
    description: 'Counts changes; the ETag is made of it',
  });

/** How many rows there are, or match. */
export const RowCount = (description?: string): PropertyDecorator =>
  ApiProperty({
    type: 'integer',
    format: 'int64',
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    example: 4000,
    ...(description === undefined ? {} : { description }),
  });

/** @param maxLength a cursor holds the sort key and the identifier of a row */
export const NextCursor = (maxLength = 1000): PropertyDecorator =>
  ApiProperty({
    type: 'string',
    nullable: true,
    maxLength,
    pattern: '^[A-Za-z0-9_-]+$',
    description: 'Pass it as `cursor` for the next page; null on the last one',
  });

/** A row that counts its changes. */
interface VersionedRow {
  readonly id: string;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly version: number;
}

/** The row as an API answers it, of its columns only those that are named. */
export function versionedRowDto<Dto extends object>(row: VersionedRow, columns: readonly string[]): Dto {
  const { id, created_at, updated_at, version } = row;
  return {
    id: Number(id),
    ...Object.fromEntries(columns.map((name) => [name, row[name as keyof VersionedRow]])),
    created_at: created_at.toISOString(),
    updated_at: updated_at.toISOString(),
    version,
  } as unknown as Dto;
}
