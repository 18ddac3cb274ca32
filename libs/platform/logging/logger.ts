import { destination as pinoDestination, pino, type Logger as PinoLogger } from 'pino';

/**
 * JSON lines on standard output. Callers pass ids and codes, never rows, bodies, headers or e-mails; an e2e
 * test reads the whole log for them.
 */
export class Logger {
  private readonly pino: PinoLogger;

  constructor(level: string, destination?: { write(line: string): void }) {
    const options = {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label: string) => ({ level: label }) },
    };
    this.pino = pino(options, destination ?? bufferedStandardOutput());
  }

  debug(message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.pino.debug(fields, message);
  }

  info(message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.pino.info(fields, message);
  }

  warn(message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.pino.warn(fields, message);
  }

  /** The error's stack is logged, its causes too; rows and parameters that drivers attach are not. */
  error(message: string, error: unknown, fields: Readonly<Record<string, unknown>> = {}): void {
    this.pino.error({ ...fields, error: describeError(error) }, message);
  }

  isEnabled(level: 'debug' | 'info'): boolean {
    return this.pino.isLevelEnabled(level);
  }
}

/** Lines leave in blocks: a write per request would cost more than the request's own JSON. */
function bufferedStandardOutput(): ReturnType<typeof pinoDestination> {
  const destination = pinoDestination({ dest: 1, sync: false, minLength: 8_192, periodicFlush: 250 });
  process.on('exit', () => destination.flushSync());
  return destination;
}

function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    // PostgreSQL's messages about data (class 22 and 23) quote values; its code is enough there.
    message: typeof code === 'string' && /^2[23]/.test(code) ? '(withheld: may quote data)' : error.message,
    ...(code === undefined ? {} : { code }),
    stack: error.stack?.split('\n').slice(1).join('\n'),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}
