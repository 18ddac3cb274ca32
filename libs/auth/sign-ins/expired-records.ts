import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Clock, Logger } from '#libs/platform';
import { dayMs } from './sign-ins.js';

/** An ended sign-in still explains a replayed token for a while. */
const keepEndedSignInsDays = 30;
/** After half a year without a sign-in there, a source is no longer the owner's. */
const keepKnownSourcesDays = 180;

/** Deletes what no decision depends on any more. Any number of processes may do it. */
@Injectable()
export class ExpiredRecords {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Now and once a day, as long as the process lives. */
  purgeDaily(): void {
    const purge = (): void => {
      this.purge().catch((error: unknown) =>
        this.logger.error('Expired records could not be deleted', error),
      );
    };
    purge();
    setInterval(purge, dayMs).unref();
  }

  async purge(): Promise<void> {
    const ago = (days: number): Date => new Date(this.clock.now().getTime() - days * dayMs);
    await this.dataSource.query('DELETE FROM public.sessions WHERE LEAST(expires_at, revoked_at) < $1', [
      ago(keepEndedSignInsDays),
    ]);
    await this.dataSource.query('DELETE FROM public.known_sources WHERE last_signed_in_at < $1', [
      ago(keepKnownSourcesDays),
    ]);
    await this.dataSource.query('DELETE FROM public.login_throttles WHERE pending_until < $1', [ago(1)]);
  }
}
