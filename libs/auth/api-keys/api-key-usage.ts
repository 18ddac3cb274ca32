import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Clock, Logger } from '#libs/platform';

/** `last_used_at` lags by at most this; a write per request would cost more than the request. */
const flushIntervalMs = 30_000;

/** Remembers when keys were used and writes it down now and then, all keys in one statement. */
@Injectable()
export class ApiKeyUsage implements OnModuleDestroy {
  private used = new Map<string, Date>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  note(keyId: string): void {
    this.used.set(keyId, this.clock.now());
    this.timer ??= setTimeout(() => void this.flush(), flushIntervalMs).unref();
  }

  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const used = this.used;
    this.used = new Map();
    if (used.size === 0) return;
    try {
      await this.dataSource.query(
        `UPDATE public.api_keys AS key SET last_used_at = GREATEST(key.last_used_at, used.at)
         FROM unnest($1::uuid[], $2::timestamptz[]) AS used (id, at) WHERE key.id = used.id`,
        [[...used.keys()], [...used.values()]],
      );
    } catch (error) {
      // Informative only: a key's next use writes it again.
      this.logger.error('The last use of API keys was not written down', error, { keys: used.size });
    }
  }

  /** Before the database connections close. */
  async onModuleDestroy(): Promise<void> {
    await this.flush();
  }
}
