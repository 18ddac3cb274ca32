import { Injectable } from '@nestjs/common';
import { Clock, Configuration } from '#libs/platform';
import { mlflowClientOf, MlflowOutbox } from '#libs/training';
import type { MlflowStatusDto } from '../dto/mlflow-status.dto.js';
import { DueAliases } from '../records/due-aliases.js';
import type { MlflowServerEntity } from '../records/mlflow-server.entity.js';
import { SeenServer } from '../records/seen-server.js';

/** Whoever delivers looks every half minute and, when the server is away, every minute at least; milliseconds. */
const staleMs = 150_000;

/** What GET /mlflow answers. Asks the database only: a server that hangs must not make this route hang. */
@Injectable()
export class MlflowStatus {
  constructor(
    private readonly configuration: Configuration,
    private readonly outbox: MlflowOutbox,
    private readonly aliases: DueAliases,
    private readonly servers: SeenServer,
    private readonly clock: Clock,
  ) {}

  async read(): Promise<MlflowStatusDto> {
    const { experimentName } = this.configuration.mlflow;
    // The client's own reading of the address leaves the credentials out.
    const address = mlflowClientOf(this.configuration)?.trackingUrl ?? null;
    const [backlog, aliasesPending, seen] = await Promise.all([
      this.outbox.backlog(),
      this.aliases.count(),
      address === null ? null : this.servers.get(address),
    ]);
    return {
      configured: address !== null,
      tracking_uri: address,
      experiment: experimentName,
      ...this.reachability(address, seen),
      server_version: seen?.version ?? null,
      checked_at: seen?.checked_at.toISOString() ?? null,
      last_contact_at: seen?.contacted_at?.toISOString() ?? null,
      deliveries: { ...backlog.counts },
      oldest_pending_at: backlog.oldestPendingAt?.toISOString() ?? null,
      aliases_pending: aliasesPending,
    };
  }

  private reachability(
    address: string | null,
    seen: MlflowServerEntity | null,
  ): Pick<MlflowStatusDto, 'reachable' | 'reason'> {
    if (address === null)
      return { reachable: null, reason: 'MLFLOW_TRACKING_URI is not set: finished runs wait.' };
    if (!seen || this.clock.now().getTime() - seen.checked_at.getTime() > staleMs)
      return {
        reachable: null,
        reason: 'Nobody has asked the server of late: is a worker with this MLFLOW_TRACKING_URI running?',
      };
    return { reachable: seen.reason === null, reason: seen.reason };
  }
}
