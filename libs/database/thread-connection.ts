import type { ClientConfig } from 'pg';
import { connectionTimeoutMs, sessionLimits, statementTimeoutMs } from './connection-settings.js';

/**
 * As plain data, for a thread that opens a connection of its own. Reading a large table in order may take long.
 *
 * @param name what the server's lists of connections call it
 */
export function threadConnection(
  url: string,
  role: string | undefined,
  name = 'veridict-training',
): ClientConfig {
  return {
    connectionString: url,
    application_name: name,
    ...sessionLimits,
    connectionTimeoutMillis: connectionTimeoutMs,
    statement_timeout: 20 * statementTimeoutMs,
    ...(role ? { options: `-c role=${role}` } : {}),
  };
}
