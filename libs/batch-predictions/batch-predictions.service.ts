import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { map, type Observable } from 'rxjs';
import { Repository } from 'typeorm';
import { keysetPage } from '#libs/database';
import { type ActorReference, CursorCodec, DomainError, Reply, waitSecondsOf } from '#libs/platform';
import { BatchChanges } from './batches/batch-changes.js';
import { batchDto } from './batches/batch-dto.js';
import { BatchPredictionEntity, BatchStatus, isFinished } from './batches/batch-prediction.entity.js';
import { BatchPredictions } from './batches/batch-predictions.js';
import { ChosenVersion } from './batches/chosen-version.js';
import type { BatchPredictionRequestDto } from './dto/batch-prediction-request.dto.js';
import type {
  BatchPredictionDto,
  BatchPredictionPageDto,
  BatchPredictionQuery,
} from './dto/batch-prediction.dto.js';

/** Of a caller who does not say how long to wait: a whole dataset takes its time. */
const defaultWaitSeconds = 0;

/** What the routes of batches answer. */
@Injectable()
export class BatchPredictionsService {
  constructor(
    private readonly chosenVersion: ChosenVersion,
    private readonly batches: BatchPredictions,
    private readonly changes: BatchChanges,
    private readonly cursors: CursorCodec,
    @InjectRepository(BatchPredictionEntity) private readonly repository: Repository<BatchPredictionEntity>,
  ) {}

  /** Starts a batch and answers where to look, or the finished batch to a caller who waits long enough. */
  async create(
    request: BatchPredictionRequestDto,
    actor: ActorReference,
    prefer: string | undefined,
  ): Promise<Reply<BatchPredictionDto>> {
    const waitSeconds = waitSecondsOf(prefer, defaultWaitSeconds);
    const { id } = await this.batches.request(await this.chosenVersion.of(request), actor);
    const read = (): Promise<BatchPredictionEntity> => this.batches.get(id);
    const batch = await this.changes.waitUntilFinished(id, read, isFinished, waitSeconds * 1000);
    const headers = { location: `/batch-predictions/${id}` };
    if (isFinished(batch)) return new Reply(batchDto(succeeded(batch)), { status: 200, headers });
    return new Reply(batchDto(batch), { status: 202, headers });
  }

  async list(query: BatchPredictionQuery): Promise<BatchPredictionPageDto> {
    const rows = this.repository.createQueryBuilder('batch');
    if (query.model !== undefined) rows.andWhere('batch.model = :model', { model: query.model });
    if (query.status !== undefined) rows.andWhere('batch.status = :status', { status: query.status });
    const page = await keysetPage(rows, this.cursors, {
      limit: query.limit,
      cursor: query.cursor,
      sort: { expression: 'batch.created_at', type: 'timestamptz', direction: 'DESC' },
      identifier: { expression: 'batch.id', type: 'uuid' },
      list: JSON.stringify(['batch-predictions', query.model, query.status]),
    });
    return { ...page, items: page.items.map(batchDto) };
  }

  async get(id: string): Promise<BatchPredictionDto> {
    return batchDto(await this.batches.get(id));
  }

  async cancel(id: string, actor: ActorReference): Promise<BatchPredictionDto> {
    return batchDto(await this.batches.cancel(id, actor));
  }

  /** The batch's row now and after each change, until it has finished. */
  events(id: string): Observable<{ type: string; data: BatchPredictionDto }> {
    return this.changes
      .follow(id, () => this.batches.get(id), isFinished)
      .pipe(map((batch) => ({ type: isFinished(batch) ? 'finished' : 'progress', data: batchDto(batch) })));
  }
}

/** @throws DomainError what the batch failed of, or `batch_prediction_cancelled` */
function succeeded(batch: BatchPredictionEntity): BatchPredictionEntity {
  const members = { batch_prediction_id: batch.id };
  if (batch.status === BatchStatus.Failed) {
    const { code, detail, problems } = batch.error!;
    throw new DomainError(code, detail, { problems, members });
  }
  if (batch.status === BatchStatus.Cancelled) {
    throw new DomainError('batch_prediction_cancelled', 'Somebody cancelled the batch while you waited.', {
      members,
    });
  }
  return batch;
}
