import { QueryFailedError } from 'typeorm';

interface DriverError {
  readonly code?: string;
  readonly constraint?: string;
}

/** True when the database is away, busy or going down: the caller may try again later. */
export function isDatabaseUnavailable(error: unknown): boolean {
  const { code } = driverErrorOf(error);
  if (code === undefined) {
    return (
      error instanceof Error &&
      /Connection terminated|timeout exceeded when trying to connect|Query read timeout|is not queryable|Client was closed/.test(
        error.message,
      )
    );
  }
  // 08 connection, 53 resources, 55000 no connections allowed for now, 55P03 lock timeout, 57 operator
  // intervention (statement timeout, shutdown).
  return (
    /^(08|53|57)/.test(code) ||
    code === '55000' ||
    code === '55P03' ||
    /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND)$/.test(code)
  );
}

/** Name of the violated constraint, when the error is a constraint violation. */
export function violatedConstraint(error: unknown): string | undefined {
  const { code, constraint } = driverErrorOf(error);
  return code?.startsWith('23') ? constraint : undefined;
}

/** True when another row has the value that must be unique. */
export function isDuplicate(error: unknown): boolean {
  return driverErrorOf(error).code === '23505';
}

/** True when a value is none of its column's type, or more than the type can hold. */
export function isUnreadableValue(error: unknown): boolean {
  const { code } = driverErrorOf(error);
  return code !== undefined && /^22(003|007|008|021|P02)$/.test(code);
}

/** True when a relation, or a column of it, is not there or may not be used. */
export function isRelationMissing(error: unknown): boolean {
  const { code } = driverErrorOf(error);
  return code !== undefined && /^(42P01|42703|42501|3F000)$/.test(code);
}

/** True when a statement of a transaction that only reads would have written. */
export function isWriteRefused(error: unknown): boolean {
  return driverErrorOf(error).code === '25006';
}

/** True when another transaction held a lock for longer than this one was to wait. */
export function isLockTimeout(error: unknown): boolean {
  return driverErrorOf(error).code === '55P03';
}

/** True when something cannot be dropped because views or constraints stand on it. */
export function hasDependents(error: unknown): boolean {
  return driverErrorOf(error).code === '2BP01';
}

function driverErrorOf(error: unknown): DriverError {
  if (error instanceof QueryFailedError) return error.driverError as DriverError;
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors[0] as DriverError;
  return typeof error === 'object' && error !== null ? error : {};
}
