import type { HyperparameterValue } from '#libs/ml';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { map, type Observable } from 'rxjs';
import { Repository } from 'typeorm';
import { keysetPage } from '#libs/database';
import { type AlgorithmName, algorithms, createEstimator, MlError, type Task } from '#libs/ml';
import { DecisionPolicies, LiveModels, ModelRegistry } from '#libs/models';
import {
  type ActorReference,
  CursorCodec,
  DomainError,
  type FieldProblem,
  Reply,
  validationFailed,
  waitSecondsOf,
} from '#libs/platform';
import { TrainRequestDto } from './dto/train-request.dto.js';
import type { TrainingResultDto } from './dto/training-result.dto.js';
import type { TrainingRunDto, TrainingRunPageDto, TrainingRunQuery } from './dto/training-run.dto.js';
import { resolveOptions } from './options/resolve-options.js';
import { MlflowDeliveryEntity } from './outbox/mlflow-delivery.entity.js';
import { MlflowOutbox } from './outbox/mlflow-outbox.js';
import { resultDto, runDto } from './present.js';
import { RunChanges } from './runs/run-changes.js';
import { isFinished, RunStatus, TrainingRunEntity } from './runs/training-run.entity.js';
import { TrainingRuns } from './runs/training-runs.js';

/** Of a caller who does not say how long to wait: most trainings have ended by then. */
const defaultWaitSeconds = 30;

/** What the training routes answer. */
@Injectable()
export class TrainingService {
  constructor(
    private readonly models: ModelRegistry,
    private readonly live: LiveModels,
    private readonly runs: TrainingRuns,
    private readonly changes: RunChanges,
    private readonly outbox: MlflowOutbox,
    private readonly cursors: CursorCodec,
    private readonly policies: DecisionPolicies,
    @InjectRepository(TrainingRunEntity) private readonly repository: Repository<TrainingRunEntity>,
  ) {}

  /** Starts a run and answers its result, or 202 with where to look when it takes longer than the caller waits. */
  async train(
    request: TrainRequestDto,
    actor: ActorReference,
    prefer: string | undefined,
  ): Promise<Reply<TrainingResultDto | TrainingRunDto>> {
    const waitSeconds = waitSecondsOf(prefer, defaultWaitSeconds);
    const run = await this.request(request, actor);
    const ended = await this.runs.waitUntilFinished(run.id, waitSeconds * 1000);
    if (!isFinished(ended))
      return new Reply(await this.present(ended), {
        status: 202,
        headers: { location: `/training-runs/${run.id}` },
      });
    return new Reply(await this.resultOf(ended));
  }

  async request(request: TrainRequestDto, actor: ActorReference): Promise<TrainingRunEntity> {
    const model = await this.policies.withThreshold(await this.models.get(request.model));
    const { algorithm, seed, test_size } = request;
    const { options, problems } = resolveOptions(request, model, await this.models.presentDatasetOf(model));
    const checked = checkHyperparameters(algorithm, model.task, request.hyperparameters);
    if (problems.length > 0 || checked.problems.length > 0)
      throw validationFailed([...checked.problems, ...problems]);
    const { hyperparameters } = checked;
    return this.runs.request(
      { model: model.name, algorithm, hyperparameters, seed, test_size, options },
      actor,
    );
  }

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
    return this.present(await this.runs.get(id));
  }

  async cancel(id: string, actor: ActorReference): Promise<TrainingRunDto> {
    return this.present(await this.runs.cancel(id, actor));
  }

  /** The run as it waits for its delivery to MLflow, whatever became of it before. */
  async deliverAgain(id: string, actor: ActorReference): Promise<TrainingRunDto> {
    await this.runs.get(id);
    await this.outbox.deliverAgain(id, actor);
    return this.get(id);
  }

  /** The run's row now and after each change, until it has finished. */
  events(id: string): Observable<{ type: string; data: TrainingRunDto }> {
    return this.changes
      .follow(id, () => this.get(id), isFinished)
      .pipe(map((run) => ({ type: isFinished(run) ? 'finished' : 'progress', data: run })));
  }

  private async present(run: TrainingRunEntity): Promise<TrainingRunDto> {
    return consistently(run, (await this.outbox.of([run.id])).get(run.id));
  }

  private async resultOf(run: TrainingRunEntity): Promise<TrainingResultDto> {
    if (run.status === RunStatus.Failed) {
      const { code, detail, problems } = run.error!;
      throw new DomainError(code, detail, { problems, members: { training_run_id: run.id } });
    }
    if (run.status === RunStatus.Cancelled) {
      throw new DomainError('training_cancelled', 'Somebody cancelled the run while you waited.', {
        members: { training_run_id: run.id },
      });
    }
    // The caller's next prediction must be the new champion's, in this process too.
    if (run.promoted) await this.live.refresh(run.model);
    return resultDto(run);
  }
}

function checkHyperparameters(
  algorithm: AlgorithmName,
  task: Task,
  given: Readonly<Record<string, unknown>>,
): {
  readonly hyperparameters: Record<string, HyperparameterValue>;
  readonly problems: readonly FieldProblem[];
} {
  const { tasks } = algorithms[algorithm];
  if (!tasks.includes(task)) {
    const detail = `${algorithm} is for ${tasks.join(' and ')} models; this is a ${task} model`;
    return { hyperparameters: {}, problems: [{ pointer: '/algorithm', detail }] };
  }
  try {
    return { hyperparameters: { ...createEstimator(algorithm, task, given).hyperparameters }, problems: [] };
  } catch (error) {
    if (!(error instanceof MlError)) throw error;
    const problems = error.problems.map(({ field, detail }) => ({
      pointer: `/hyperparameters/${field}`,
      detail,
    }));
    return { hyperparameters: {}, problems };
  }
}

/** A delivery that ends between two reads would be shown beside a run that knows nothing of it. */
function consistently(run: TrainingRunEntity, delivery: MlflowDeliveryEntity | undefined): TrainingRunDto {
  return runDto(delivery?.run ?? run, delivery);
}
