import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { CursorCodec, DomainError, type Page } from '#libs/platform';
import { auditPage } from '../audit-page.js';
import { predictionRecordDto, type PredictionRecordDto } from '../dto/prediction-record.dto.js';
import type { PredictionRecordQueryDto } from '../dto/prediction-record-query.dto.js';
import { filterPredictions } from './prediction-filter.js';
import { PredictionRecordEntity, type PredictionRecordRow } from './prediction-record.entity.js';

/** Reads prediction records. */
@Injectable()
export class PredictionRecords {
  constructor(
    @InjectRepository(PredictionRecordEntity)
    private readonly repository: Repository<PredictionRecordEntity>,
    private readonly codec: CursorCodec,
  ) {}

  /** @throws DomainError `audit_record_not_found` */
  async find(id: string): Promise<PredictionRecordRow> {
    const row = await this.repository.findOneBy({ id });
    if (!row) {
      throw new DomainError(
        'audit_record_not_found',
        'Use the prediction_id of an answer, or an id from GET /audit/predictions.',
      );
    }
    return row;
  }

  async show(id: string): Promise<PredictionRecordDto> {
    return predictionRecordDto(await this.find(id));
  }

  async list(asked: PredictionRecordQueryDto): Promise<Page<PredictionRecordDto>> {
    const query = filterPredictions(this.repository.createQueryBuilder('record'), asked);
    const page = await auditPage(query, this.codec, 'audit/predictions', asked);
    return { ...page, items: page.items.map(predictionRecordDto) };
  }
}
