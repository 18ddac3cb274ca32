import type { LoggerService } from '@nestjs/common';
import type { Logger } from './logger.js';

/** Nest's own messages, through our logger. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...context: unknown[]): void {
    // Nest announces every route and module at start: detail, not news.
    this.logger.debug(String(message), { context: context.at(-1) });
  }

  error(message: unknown, ...context: unknown[]): void {
    this.logger.error(message instanceof Error ? 'Unhandled error' : String(message), message, {
      context: context.at(-1),
    });
  }

  warn(message: unknown, ...context: unknown[]): void {
    this.logger.warn(String(message), { context: context.at(-1) });
  }
}
