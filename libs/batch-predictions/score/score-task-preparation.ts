import { Injectable } from '@nestjs/common';
import { type DatabaseOptions, threadConnection } from '#libs/database';
import { DatasetReader, lostColumns } from '#libs/datasets';
import { asLearned, ModelRegistry, ModelVersions } from '#libs/models';
import type { BatchPredictionEntity } from '../batches/batch-prediction.entity.js';
import { rowsToScore } from './rows-to-score.js';
import type { ScoreTask } from './score-task.js';

/** Large enough that a transaction costs little beside its rows, small enough that a crash repeats a moment's work. */
const rowsPerChunk = 4096;

/** Gathers what a batch needs: the version, the query for its rows, and where an earlier attempt has come to. */
@Injectable()
export class ScoreTaskPreparation {
  constructor(
    private readonly models: ModelRegistry,
    private readonly versions: ModelVersions,
    private readonly reader: DatasetReader,
    private readonly database: Pick<DatabaseOptions, 'url' | 'role'>,
  ) {}

  /** @throws DomainError `dataset_unfit`, naming the columns that the version reads and the dataset does not have */
  async prepare(batch: BatchPredictionEntity): Promise<ScoreTask> {
    const dataset = this.models.datasetOf(await this.models.get(batch.model));
    const { task, classes, interval, features } = await this.versions.get(batch.model, batch.model_version);
    const names = features.map(({ name }) => name);
    const { identifier, revision } = dataset;
    const own = [identifier, ...(revision === undefined ? [] : [revision])];
    const declared = new Set([...own, ...dataset.columns.map(({ name }) => name)]);
    const gone = new Set(await this.reader.missingColumns(dataset, [...own, ...names]));
    const missing = [...own, ...names].filter((name) => gone.has(name) || !declared.has(name));
    if (missing.length > 0) throw lostColumns(dataset, missing);
    return {
      connection: threadConnection(this.database.url, this.database.role, 'veridict-batch'),
      batch: { id: batch.id, attempt: batch.attempt },
      model: batch.model,
      onnx: await this.versions.artefact(batch.model_digest),
      features,
      version: { task, classes, interval, threshold: batch.threshold },
      rows: rowsToScore(asLearned(dataset, features), names, batch),
      checkpoint: {
        rowsAnswered: batch.rows_answered,
        rowsRefused: batch.rows_refused,
        lastIdentifier: batch.last_identifier,
        contentHash: batch.content_hash,
      },
      rowsPerChunk,
      seenRows: await this.versions.seenRows(batch.model, batch.model_version),
    };
  }
}
