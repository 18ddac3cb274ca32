import { QueryFailedError } from 'typeorm';
import { DomainError } from '#libs/platform';

/** PostgreSQL: a row does not fit into a page, or a table has too many columns. */
export function isTooWide(error: unknown): boolean {
  const driverError: unknown = error instanceof QueryFailedError ? error.driverError : error;
  const { code } = driverError as { code?: string };
  return code === '54000' || code === '54011';
}

export const tooWide = (): DomainError =>
  new DomainError(
    'import_refused',
    'The rows are too wide for one table: PostgreSQL holds about 1000 numbers in a row. Split the file by columns; nothing was stored.',
  );
