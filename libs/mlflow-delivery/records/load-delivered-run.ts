import { gunzip } from 'node:zlib';
import { promisify } from 'node:util';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DatasetRegistry } from '#libs/datasets';
import { ModelRegistry, ModelVersionEntity, ModelVersions } from '#libs/models';
import { DatasetCopyEntity, TrainingRuns } from '#libs/training';
import type { DatasetCopy, DeliveredRun, DeliveredVersion } from '../documents/delivered-run.js';

const unzip = promisify(gunzip);

/** Reads everything that a delivery is made of. */
@Injectable()
export class LoadDeliveredRun {
  constructor(
    private readonly database: DataSource,
    private readonly runs: TrainingRuns,
    private readonly models: ModelRegistry,
    private readonly datasets: DatasetRegistry,
    private readonly versions: ModelVersions,
  ) {}

  /** @throws DomainError `model_not_found` when the code no longer declares the model, `dataset_not_found` */
  async load(runId: string): Promise<DeliveredRun> {
    const run = await this.runs.get(runId);
    const model = await this.models.getEvenRetired(run.model);
    return {
      run,
      model,
      dataset: await this.datasets.find(model.dataset),
      version: run.model_version === null ? null : await this.version(run.model, run.model_version),
      copy: await this.copy(runId),
    };
  }

  private async version(model: string, version: number): Promise<DeliveredVersion> {
    const row = await this.database.manager
      .createQueryBuilder(ModelVersionEntity, 'version')
      .addSelect('version.card_details')
      .where({ model, version })
      .getOneOrFail();
    return { row, cardDetails: row.card_details, onnx: await this.versions.artefact(row.artefact_sha256) };
  }

  private async copy(runId: string): Promise<DatasetCopy | null> {
    const row = await this.database.manager.findOneBy(DatasetCopyEntity, { training_run_id: runId });
    return row && { csv: await unzip(row.csv_gzip), rowCount: row.row_count };
  }
}
