import { Injectable } from '@nestjs/common';
import { LiveModels } from '#libs/models';
import { type ActorReference, DomainError, Reply, waitSecondsOf } from '#libs/platform';
import type { TrainRequestDto } from './dto/train-request.dto.js';
import type { TrainingResultDto } from './dto/training-result.dto.js';
import type { TrainingRunDto } from './dto/training-run.dto.js';
import { MlflowOutbox } from './outbox/mlflow-outbox.js';
import { resultDto } from './present.js';
import { isFinished, RunStatus, type TrainingRunEntity } from './runs/training-run.entity.js';
import { TrainingRuns } from './runs/training-runs.js';
import { ShownRuns } from './shown-runs.js';
import { TrainingRequests } from './training-requests.js';

/** Of a caller who does not say how long to wait: most trainings have ended by then. */
const defaultWaitSeconds = 30;

/** What the routes that change something of trainings do. */
@Injectable()
export class TrainingService {
  constructor(
    private readonly requests: TrainingRequests,
    private readonly runs: TrainingRuns,
    private readonly shown: ShownRuns,
    private readonly outbox: MlflowOutbox,
    private readonly live: LiveModels,
  ) {}

  /** Starts a run and answers its result, or 202 with where to look when it takes longer than the caller waits. */
  async train(
    request: TrainRequestDto,
    actor: ActorReference,
    prefer: string | undefined,
  ): Promise<Reply<TrainingResultDto | TrainingRunDto>> {
    const waitSeconds = waitSecondsOf(prefer, defaultWaitSeconds);
    const run = await this.requests.start(request, actor);
    const ended = await this.runs.waitUntilFinished(run.id, waitSeconds * 1000);
    if (!isFinished(ended))
      return new Reply(await this.shown.of(ended), {
        status: 202,
        headers: { location: `/training-runs/${run.id}` },
      });
    return new Reply(await this.resultOf(ended));
  }

  async cancel(id: string, actor: ActorReference): Promise<TrainingRunDto> {
    return this.shown.of(await this.runs.cancel(id, actor));
  }

  /** The run as it waits for its delivery to MLflow, whatever became of it before. */
  async deliverAgain(id: string, actor: ActorReference): Promise<TrainingRunDto> {
    await this.runs.get(id);
    await this.outbox.deliverAgain(id, actor);
    return this.shown.get(id);
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
