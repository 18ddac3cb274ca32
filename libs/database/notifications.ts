import pg from 'pg';
import { Logger } from '#libs/platform';
import { sessionLimits } from './connection-settings.js';

type Handler = (payload: string) => void | Promise<void>;

const probeIntervalMs = 15_000;
const reconnectDelayMs = 500;

/**
 * LISTEN on a connection of its own. Notifications are not kept while it is down, so every subscriber
 * also states how to re-read its state, which runs after each (re)connect.
 */
export class Notifications {
  private readonly subscribers = new Map<
    string,
    { handler: Handler; resynchronise: () => void | Promise<void> }[]
  >();
  private client: pg.Client | undefined;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    private readonly url: string,
    private readonly role: string | undefined,
    private readonly logger: Logger,
  ) {}

  /** @param resynchronise re-reads what notifications would have told. */
  subscribe(channel: string, handler: Handler, resynchronise: () => void | Promise<void>): void {
    const list = this.subscribers.get(channel) ?? [];
    list.push({ handler, resynchronise });
    this.subscribers.set(channel, list);
    if (this.client) void this.client.query(`LISTEN ${channel}`).catch(() => this.reconnect());
  }

  async start(): Promise<void> {
    await this.connect();
    this.timer = setInterval(() => {
      // A half-open connection tells nobody: only a query shows it.
      void this.client?.query('SELECT 1').catch(() => this.reconnect());
    }, probeIntervalMs);
    this.timer.unref();
  }

  async close(): Promise<void> {
    this.closed = true;
    clearInterval(this.timer);
    const client = this.client;
    this.client = undefined;
    await client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.url,
      application_name: 'veridict-listen',
      keepAlive: true,
      ...sessionLimits,
      query_timeout: 5_000,
      ...(this.role ? { options: `-c role=${this.role}` } : {}),
    });
    client.on('error', () => this.reconnect());
    client.on('notification', ({ channel, payload }) => this.deliver(channel, payload ?? ''));
    await client.connect();
    for (const channel of this.subscribers.keys()) await client.query(`LISTEN ${channel}`);
    this.client = client;
    for (const { resynchronise } of [...this.subscribers.values()].flat()) this.guard(resynchronise);
  }

  private deliver(channel: string, payload: string): void {
    for (const { handler } of this.subscribers.get(channel) ?? []) this.guard(() => handler(payload));
  }

  private guard(action: () => void | Promise<void>): void {
    Promise.resolve()
      .then(action)
      .catch((error: unknown) => this.logger.error('A notification could not be handled', error));
  }

  private reconnect(): void {
    const broken = this.client;
    if (this.closed || !broken) return;
    this.client = undefined;
    void broken.end().catch(() => undefined);
    this.logger.warn('The notification connection is down; reconnecting');
    const attempt = (): void => {
      if (this.closed) return;
      this.connect().catch(() => setTimeout(attempt, reconnectDelayMs).unref());
    };
    attempt();
  }
}
