import type { INestApplicationContext } from '@nestjs/common';
import { ExpiredRecords } from '#libs/auth';
import { Logger } from '#libs/platform';

const dayMs = 24 * 3600 * 1000;

/** Removes what has expired, at start and once a day. Any number of processes may do it. */
export function startHousekeeping(app: INestApplicationContext): void {
  const purge = (): void => {
    app
      .get(ExpiredRecords)
      .purge()
      .catch((error: unknown) => app.get(Logger).error('Expired records could not be removed', error));
  };
  purge();
  const timer = setInterval(purge, dayMs);
  timer.unref();
}
