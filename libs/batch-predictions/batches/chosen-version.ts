import { Injectable } from '@nestjs/common';
import { Aliases, champion, ModelRegistry, ModelVersions, Thresholds } from '#libs/models';
import { DomainError } from '#libs/platform';
import type { BatchPredictionRequestDto } from '../dto/batch-prediction-request.dto.js';
import type { NewBatch } from './batch-predictions.js';

/** Settles which version answers a batch, once and for all. */
@Injectable()
export class ChosenVersion {
  constructor(
    private readonly models: ModelRegistry,
    private readonly versions: ModelVersions,
    private readonly aliases: Aliases,
    private readonly thresholds: Thresholds,
  ) {}

  /** @throws DomainError `model_not_found`, `model_not_ready`, `version_not_found` */
  async of({ model, version, rows }: BatchPredictionRequestDto): Promise<NewBatch> {
    const { name } = await this.models.get(model);
    const chosen = version ?? (await this.aliases.versionOf(name, champion));
    if (chosen === undefined) {
      throw new DomainError('model_not_ready', 'The model has no champion yet: train it with POST /train.', {
        retryAfterSeconds: 30,
      });
    }
    const row = await this.versions.get(name, chosen);
    return {
      model: name,
      model_version: row.version,
      model_digest: row.artefact_sha256,
      threshold: await this.thresholds.inForce(row),
      selection: rows,
    };
  }
}
