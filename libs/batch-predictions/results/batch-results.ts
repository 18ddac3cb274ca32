import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { type ModelVersionEntity, ModelVersions } from '#libs/models';
import { CursorCodec } from '#libs/platform';
import type { BatchPredictionEntity } from '../batches/batch-prediction.entity.js';
import {
  type BatchResultDto,
  type BatchResultPageDto,
  type BatchResultQuery,
  ResultOutcome,
  type RowSplit,
} from '../dto/batch-result.dto.js';
import { BatchResultEntity } from './batch-result.entity.js';

/** Reads the results of batches that have ended. */
@Injectable()
export class BatchResults {
  constructor(
    @InjectRepository(BatchResultEntity) private readonly repository: Repository<BatchResultEntity>,
    private readonly versions: ModelVersions,
    private readonly cursors: CursorCodec,
  ) {}

  /** By position, which no row shares and nothing changes: pages need no more to be stable. */
  async page(batch: BatchPredictionEntity, asked: BatchResultQuery): Promise<BatchResultPageDto> {
    const { limit, cursor, outcome, row_identifier } = asked;
    const list = JSON.stringify(['batch-predictions/results', batch.id, outcome, row_identifier]);
    const query = this.repository
      .createQueryBuilder('result')
      .where('result.batch_id = :id', { id: batch.id })
      .orderBy('result.position')
      .limit(limit + 1);
    if (cursor !== undefined)
      query.andWhere('result.position > :after', { after: Number(this.cursors.decode(cursor, list)[0]) });
    if (outcome !== undefined)
      query.andWhere(`result.problems IS ${outcome === ResultOutcome.Refused ? 'NOT NULL' : 'NULL'}`);
    if (row_identifier !== undefined)
      query.andWhere('result.row_identifier = :identifier', { identifier: row_identifier });
    const version = await this.versions.get(batch.model, batch.model_version);
    const rows = await query.getMany();
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return {
      items: items.map((row) => resultDto(row, version)),
      next_cursor: rows.length > limit && last ? this.cursors.encode([String(last.position)], list) : null,
      total: row_identifier === undefined ? totalOf(batch, outcome) : items.length,
    };
  }
}

/** Known without counting a million rows. */
function totalOf({ rows_answered, rows_refused }: BatchPredictionEntity, outcome?: ResultOutcome): number {
  const answered = outcome === ResultOutcome.Refused ? 0 : rows_answered;
  return answered + (outcome === ResultOutcome.Answered ? 0 : rows_refused);
}

function resultDto(
  row: BatchResultEntity,
  { classes, interval }: Pick<ModelVersionEntity, 'classes' | 'interval'>,
): BatchResultDto {
  const { position, row_identifier, prediction, probability, label, probabilities } = row;
  const identity = { position, row_identifier, split: row.split as RowSplit | null };
  if (prediction === null) return { ...identity, answer: null, problems: row.problems ?? [] };
  return {
    ...identity,
    problems: [],
    answer: {
      prediction,
      ...(probability === null ? {} : { probability }),
      ...(label === null ? {} : { label }),
      ...(probabilities === null || classes === null
        ? {}
        : { probabilities: Object.fromEntries(classes.map((name, index) => [name, probabilities[index]!])) }),
      ...(row.interval_lower === null || row.interval_upper === null || interval === null
        ? {}
        : {
            interval: {
              lower: row.interval_lower,
              upper: row.interval_upper,
              coverage: interval.coverage,
            },
          }),
    },
  };
}
