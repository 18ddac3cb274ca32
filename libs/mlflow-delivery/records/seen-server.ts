import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '#libs/platform';
import { MlflowServerEntity } from './mlflow-server.entity.js';

/** What is known of the MLflow server, in the database: the process that asks it is not the one that shows it. */
@Injectable()
export class SeenServer {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
  ) {}

  get(trackingUri: string): Promise<MlflowServerEntity | null> {
    return this.database.manager.findOneBy(MlflowServerEntity, { tracking_uri: trackingUri });
  }

  async answered(trackingUri: string, version: string | undefined): Promise<void> {
    const now = this.clock.now();
    await this.write({
      tracking_uri: trackingUri,
      version: version ?? null,
      reason: null,
      checked_at: now,
      contacted_at: now,
    });
  }

  /** Leaves the time of the last contact as it is. */
  async failed(trackingUri: string, reason: string): Promise<void> {
    await this.write({ tracking_uri: trackingUri, reason, checked_at: this.clock.now() });
  }

  private async write(seen: Partial<MlflowServerEntity>): Promise<void> {
    await this.database.manager.upsert(MlflowServerEntity, seen, ['tracking_uri']);
  }
}
