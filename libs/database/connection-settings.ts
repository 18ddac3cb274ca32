/** node-postgres and PostgreSQL wait forever by default; nothing here does. Milliseconds. */
export const connectionTimeoutMs = 5_000;
export const statementTimeoutMs = 30_000;
export const lockTimeoutMs = 5_000;
export const idleInTransactionTimeoutMs = 30_000;

export const sessionLimits = {
  connectionTimeoutMillis: connectionTimeoutMs,
  statement_timeout: statementTimeoutMs,
  lock_timeout: lockTimeoutMs,
  idle_in_transaction_session_timeout: idleInTransactionTimeoutMs,
} as const;

/** The role that the application acts as, also when one DATABASE_URL serves migration and application. */
export const applicationRole = 'veridict_app';
