import type { ClientConfig } from 'pg';
import { connectionTimeoutMs, sessionLimits, statementTimeoutMs } from './connection-settings.js';

/** As plain data, for a thread that opens a connection of its own. Reading a large table in order may take long. */
export function threadConnection(url: string, role: string | undefined): ClientConfig {
  return {
    connectionString: url,
    application_name: 'veridict-training',
    ...sessionLimits,
    connectionTimeoutMillis: connectionTimeoutMs,
    statement_timeout: 20 * statementTimeoutMs,
    ...(role ? { options: `-c role=${role}` } : {}),
  };
}
