import { Injectable } from '@nestjs/common';
import { PredictionAudit } from '#libs/audit';
import { DirectConnections } from '#libs/database';
import { LiveModels, ModelRegistry } from '#libs/models';
import { DatabaseDurability } from './database-durability.js';

export interface Readiness {
  readonly ready: boolean;
  readonly draining: boolean;
  readonly database: 'up' | 'down' | 'not_durable';
  readonly audit: 'writable' | 'not_writable';
  readonly modelLoaded: Readonly<Record<string, boolean>>;
}

/** What serving needs: the database, a writable audit, a champion. MLflow is not among it. */
@Injectable()
export class ReadinessCheck {
  private draining = false;

  constructor(
    private readonly connections: DirectConnections,
    private readonly audit: PredictionAudit,
    private readonly models: ModelRegistry,
    private readonly live: LiveModels,
    private readonly durability: DatabaseDurability,
  ) {}

  /** From now on load balancers should send requests elsewhere. */
  drain(): void {
    this.draining = true;
  }

  async check(): Promise<Readiness> {
    const reachable = await this.connections.query('health', 'SELECT 1', []).then(
      () => true,
      () => false,
    );
    const writable = reachable && (await this.audit.writable().catch(() => false));
    const modelLoaded = Object.fromEntries(
      this.models.list().map(({ name }) => [name, this.live.isLoaded(name)]),
    );
    const anyLoaded = Object.values(modelLoaded).some(Boolean);
    return {
      ready: reachable && writable && anyLoaded && this.durability.durable && !this.draining,
      draining: this.draining,
      database: !reachable ? 'down' : this.durability.durable ? 'up' : 'not_durable',
      audit: writable ? 'writable' : 'not_writable',
      modelLoaded,
    };
  }
}
