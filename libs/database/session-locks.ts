import pg from 'pg';
import { sessionLimits } from './connection-settings.js';

/** A lock that nobody can see being lost is none: a half-open connection shows only when it is used. */
const probeIntervalMs = 2_000;
const answerTimeoutMs = 4_000;

export interface HeldLock {
  /** Aborted as soon as the connection is known to be gone; from then on somebody else may hold the lock. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/**
 * Locks of the whole installation, each held by a connection of its own for as long as that lives: PostgreSQL frees
 * it when the process that holds it is killed, and no row has to expire first.
 */
export class SessionLocks {
  constructor(
    private readonly url: string,
    private readonly role: string | undefined,
  ) {}

  /**
   * @param key any number that nothing else locks
   * @returns undefined when somebody else holds it
   */
  async tryHold(key: number): Promise<HeldLock | undefined> {
    const lost = new AbortController();
    const client = new pg.Client({
      connectionString: this.url,
      application_name: 'veridict-lock',
      keepAlive: true,
      ...sessionLimits,
      query_timeout: answerTimeoutMs,
      ...(this.role ? { options: `-c role=${this.role}` } : {}),
    });
    const lose = (): void => lost.abort(new Error('The connection that held the lock is gone'));
    client.on('error', lose);
    client.on('end', lose);
    const end = (): Promise<void> => client.end().catch(() => undefined);
    try {
      await client.connect();
      const { rows } = await client.query<{ held: boolean }>('SELECT pg_try_advisory_lock($1) AS held', [
        key,
      ]);
      if (!rows[0]?.held) {
        await end();
        return undefined;
      }
    } catch (error) {
      await end();
      throw error;
    }
    const probe = setInterval(() => void client.query('SELECT 1').catch(lose), probeIntervalMs);
    probe.unref();
    const stopProbing = (): void => clearInterval(probe);
    lost.signal.addEventListener('abort', stopProbing, { once: true });
    return {
      lost: lost.signal,
      release: async () => {
        stopProbing();
        await end();
      },
    };
  }
}
