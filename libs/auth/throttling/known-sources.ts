import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '#libs/platform';
import { ThrottledKeys } from './throttled-keys.js';

/** Remembers where an account signed in. */
@Injectable()
export class KnownSources {
  constructor(
    private readonly keys: ThrottledKeys,
    private readonly clock: Clock,
  ) {}

  async remember(userId: string, address: string, manager: EntityManager): Promise<void> {
    // Once a day is enough, and spares parallel sign-ins a queue on one row.
    await manager.query(
      `INSERT INTO public.known_sources AS known (user_id, source, last_signed_in_at) VALUES ($1, $2, $3)
       ON CONFLICT (user_id, source) DO UPDATE SET last_signed_in_at = excluded.last_signed_in_at
       WHERE known.last_signed_in_at < excluded.last_signed_in_at - interval '1 day'`,
      [userId, this.keys.source(address), this.clock.now()],
    );
  }
}
