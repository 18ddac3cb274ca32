import { Injectable } from '@nestjs/common';
import { type Actor, Reply } from '#libs/platform';
import type { CreatedModelDto } from '../dto/model.dto.js';
import type { NewModelDto } from '../dto/new-model.dto.js';
import { LiveModels } from '../live/live-models.js';
import { ModelRegistry } from '../model-registry.js';
import { modelDto } from '../present.js';
import { CreateModel } from './create-model.js';
import { RetireModel } from './retire-model.js';

/** What the routes answer that make and end models. */
@Injectable()
export class ModelDefinitionsService {
  constructor(
    private readonly createModel: CreateModel,
    private readonly retireModel: RetireModel,
    private readonly registry: ModelRegistry,
    private readonly live: LiveModels,
  ) {}

  async create(body: NewModelDto, actor: Actor): Promise<Reply<CreatedModelDto>> {
    const { definition, inferred } = await this.createModel.execute(body, actor);
    await this.registry.reload();
    const model = modelDto(definition, { aliases: [], isLoaded: false, retiredAt: undefined });
    return new Reply(
      { ...model, inferred: [...inferred] },
      { status: 201, headers: { location: `/models/${definition.name}` } },
    );
  }

  async retire(model: string, actor: Actor): Promise<void> {
    await this.retireModel.execute(model, actor);
    // The caller's next request must find nothing, in this process too.
    await this.live.dropRetired();
  }
}
