import { Injectable } from '@nestjs/common';
import { DecisionPolicies, ModelRegistry } from '#libs/models';
import { type ActorReference, validationFailed } from '#libs/platform';
import type { TrainRequestDto } from './dto/train-request.dto.js';
import { checkHyperparameters } from './options/check-hyperparameters.js';
import { resolveOptions } from './options/resolve-options.js';
import { QueuedRuns } from './runs/queued-runs.js';
import type { TrainingRunEntity } from './runs/training-run.entity.js';

/** Checks what a caller asks for against the model, and queues it. */
@Injectable()
export class TrainingRequests {
  constructor(
    private readonly models: ModelRegistry,
    private readonly policies: DecisionPolicies,
    private readonly queued: QueuedRuns,
  ) {}

  /** @throws DomainError `validation_failed`, `model_not_found`, `training_in_progress` */
  async start(request: TrainRequestDto, actor: ActorReference): Promise<TrainingRunEntity> {
    const model = await this.policies.withThreshold(await this.models.get(request.model));
    const { algorithm, seed, test_size } = request;
    const { options, problems } = resolveOptions(request, model, await this.models.presentDatasetOf(model));
    const checked = checkHyperparameters(algorithm, model.task, request.hyperparameters);
    if (problems.length > 0 || checked.problems.length > 0)
      throw validationFailed([...checked.problems, ...problems]);
    const { hyperparameters } = checked;
    return this.queued.add(
      { model: model.name, algorithm, hyperparameters, seed, test_size, options },
      actor,
    );
  }
}
