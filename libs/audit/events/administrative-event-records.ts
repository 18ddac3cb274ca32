import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { CursorCodec, type Page } from '#libs/platform';
import { auditPage } from '../audit-page.js';
import { administrativeEventDto, type AdministrativeEventDto } from '../dto/administrative-event.dto.js';
import type { AdministrativeEventQueryDto } from '../dto/administrative-event-query.dto.js';
import { withinTimes } from '../time-filter.js';
import { AdministrativeEventEntity } from './administrative-event.entity.js';

/** Reads the records of administrative acts. */
@Injectable()
export class AdministrativeEventRecords {
  constructor(
    @InjectRepository(AdministrativeEventEntity)
    private readonly repository: Repository<AdministrativeEventEntity>,
    private readonly codec: CursorCodec,
  ) {}

  async list(asked: AdministrativeEventQueryDto): Promise<Page<AdministrativeEventDto>> {
    const query = withinTimes(this.repository.createQueryBuilder('record'), asked);
    for (const filter of ['action', 'actor_id', 'subject_kind', 'subject_id'] as const) {
      if (asked[filter] !== undefined)
        query.andWhere(`record.${filter} = :${filter}`, { [filter]: asked[filter] });
    }
    const page = await auditPage(query, this.codec, 'audit/events', asked);
    return { ...page, items: page.items.map(administrativeEventDto) };
  }
}
