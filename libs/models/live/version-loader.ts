import { Injectable } from '@nestjs/common';
import { Thresholds } from '../thresholds/thresholds.js';
import { ModelVersions } from '../versions/model-versions.js';
import { LiveVersion } from './live-version.js';

/** Makes stored versions ready to answer, by the thresholds that are in force. */
@Injectable()
export class VersionLoader {
  constructor(
    private readonly versions: ModelVersions,
    private readonly thresholds: Thresholds,
  ) {}

  /** @throws DomainError `version_not_found` */
  async load(model: string, version: number): Promise<LiveVersion> {
    const row = await this.versions.get(model, version);
    const threshold = await this.thresholds.inForce(row);
    return LiveVersion.load(row, () => this.versions.artefact(row.artefact_sha256), threshold);
  }

  /** Lets versions of one model decide by what is in force now. */
  async readThresholds(model: string, versions: readonly LiveVersion[]): Promise<void> {
    if (versions.every(({ row }) => row.threshold === null)) return;
    const overridden = await this.thresholds.overridden(model);
    for (const live of versions) live.threshold = overridden.get(live.row.version) ?? live.row.threshold;
  }
}
