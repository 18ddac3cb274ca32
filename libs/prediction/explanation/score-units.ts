import { Injectable } from '@nestjs/common';
import { columnOf } from '#libs/datasets';
import { regressionObjective } from '#libs/ml';
import { ModelRegistry, type ModelVersionEntity } from '#libs/models';

/** In what the raw scores of a version are counted, for the reader of an explanation. */
@Injectable()
export class ScoreUnits {
  constructor(private readonly models: ModelRegistry) {}

  async of({ model, task, hyperparameters }: ModelVersionEntity): Promise<string> {
    if (task !== 'regression') return 'log-odds';
    const definition = await this.models.get(model);
    const { unit } = columnOf(this.models.datasetOf(definition), definition.target);
    const ofTarget = unit ?? `unit of ${definition.target}`;
    return regressionObjective(hyperparameters).link === 'log' ? `log(${ofTarget})` : ofTarget;
  }
}
