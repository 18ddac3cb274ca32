import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { map, type Observable } from 'rxjs';
import { Repository } from 'typeorm';
import { keysetPage } from '#libs/database';
import { CursorCodec } from '#libs/platform';
import type { TrainingRunDto, TrainingRunPageDto, TrainingRunQuery } from './dto/training-run.dto.js';
import { MlflowDeliveryEntity } from './outbox/mlflow-delivery.entity.js';
import { MlflowOutbox } from './outbox/mlflow-outbox.js';
import { runDto } from './present.js';
import { RunChanges } from './runs/run-changes.js';
import { isFinished, TrainingRunEntity } from './runs/training-run.entity.js';
import { TrainingRuns } from './runs/training-runs.js';

/** Runs as the API shows them, each with its delivery to MLflow. */
@Injectable()
export class ShownRuns {
  constructor(
    private readonly runs: TrainingRuns,
    private readonly changes: RunChanges,
    private readonly outbox: MlflowOutbox,
    private readonly cursors: CursorCodec,
    @InjectRepository(TrainingRunEntity) private readonly repository: Repository<TrainingRunEntity>,
  ) {}

  async list(query: TrainingRunQuery): Promise<TrainingRunPageDto> {
    const rows = this.repository.createQueryBuilder('run');
    if (query.model !== undefined) rows.andWhere('run.model = :model', { model: query.model });
    if (query.status !== undefined) rows.andWhere('run.status = :status', { status: query.status });
    if (query.delivery !== undefined)
      rows
        .innerJoin(MlflowDeliveryEntity, 'delivery', 'delivery.training_run_id = run.id')
        .andWhere('delivery.state = :delivery', { delivery: query.delivery });
    const page = await keysetPage(rows, this.cursors, {
      limit: query.limit,
      cursor: query.cursor,
      sort: { expression: 'run.created_at', type: 'timestamptz', direction: 'DESC' },
      identifier: { expression: 'run.id', type: 'uuid' },
      list: JSON.stringify(['training-runs', query.model, query.status, query.delivery]),
    });
    const deliveries = await this.outbox.of(page.items.map(({ id }) => id));
    return { ...page, items: page.items.map((run) => consistently(run, deliveries.get(run.id))) };
  }

  async get(id: string): Promise<TrainingRunDto> {
    return this.of(await this.runs.get(id));
  }

  async of(run: TrainingRunEntity): Promise<TrainingRunDto> {
    return consistently(run, (await this.outbox.of([run.id])).get(run.id));
  }

  /** The run's row now and after each change, until it has finished. */
  events(id: string): Observable<{ type: string; data: TrainingRunDto }> {
    return this.changes
      .follow(id, () => this.get(id), isFinished)
      .pipe(map((run) => ({ type: isFinished(run) ? 'finished' : 'progress', data: run })));
  }
}

/** A delivery that ends between two reads would be shown beside a run that knows nothing of it. */
function consistently(run: TrainingRunEntity, delivery: MlflowDeliveryEntity | undefined): TrainingRunDto {
  return runDto(delivery?.run ?? run, delivery);
}
