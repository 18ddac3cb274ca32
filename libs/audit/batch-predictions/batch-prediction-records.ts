import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository } from 'typeorm';
import { CursorCodec, DomainError, type Page } from '#libs/platform';
import { auditPage } from '../audit-page.js';
import {
  batchPredictionRecordDto,
  type BatchPredictionRecordDto,
} from '../dto/batch-prediction-record.dto.js';
import type { BatchPredictionRecordQueryDto } from '../dto/batch-prediction-record-query.dto.js';
import { withinTimes } from '../time-filter.js';
import { type BatchPredictionRecord, BatchPredictionRecordEntity } from './batch-prediction-record.entity.js';

/** The records of batches: one each, whose content hash stands for all of its rows. */
@Injectable()
export class BatchPredictionRecords {
  constructor(
    @InjectRepository(BatchPredictionRecordEntity)
    private readonly repository: Repository<BatchPredictionRecordEntity>,
    private readonly codec: CursorCodec,
  ) {}

  /** In the transaction that ends the batch: its results are given out only with a record. */
  async record(record: BatchPredictionRecord, manager: EntityManager): Promise<void> {
    await manager.insert(BatchPredictionRecordEntity, { ...record });
  }

  /** @throws DomainError `audit_record_not_found` */
  async show(id: string): Promise<BatchPredictionRecordDto> {
    const row = await this.repository.findOneBy({ id });
    if (!row) {
      throw new DomainError(
        'audit_record_not_found',
        'Use the id of a batch that has ended, or one from GET /audit/batch-predictions.',
      );
    }
    return batchPredictionRecordDto(row);
  }

  async list(asked: BatchPredictionRecordQueryDto): Promise<Page<BatchPredictionRecordDto>> {
    const query = withinTimes(this.repository.createQueryBuilder('record'), asked);
    for (const filter of ['model', 'model_version', 'actor_id'] as const) {
      if (asked[filter] !== undefined)
        query.andWhere(`record.${filter} = :${filter}`, { [filter]: asked[filter] });
    }
    const page = await auditPage(query, this.codec, 'audit/batch-predictions', asked);
    return { ...page, items: page.items.map(batchPredictionRecordDto) };
  }
}
