import { Injectable } from '@nestjs/common';
import { DatasetProfiles, type ProfileWarningDto } from '#libs/datasets';
import { type Actor, DomainError, Logger, Reply } from '#libs/platform';
import type { CreatedModelDto } from '../dto/model.dto.js';
import type { NewModelDto } from '../dto/new-model.dto.js';
import { LiveModels } from '../live/live-models.js';
import { ModelRegistry } from '../model-registry.js';
import type { ModelDefinition } from '../model-definition.js';
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
    private readonly profiles: DatasetProfiles,
    private readonly logger: Logger,
  ) {}

  async create(body: NewModelDto, actor: Actor): Promise<Reply<CreatedModelDto>> {
    const { definition, inferred } = await this.createModel.execute(body, actor);
    await this.registry.reload();
    const model = modelDto(definition, { aliases: [], isLoaded: false, retiredAt: undefined });
    return new Reply(
      { ...model, inferred: [...inferred], warnings: await this.warnings(definition) },
      { status: 201, headers: { location: `/models/${definition.name}` } },
    );
  }

  /** The model is made: what cannot be looked at now makes no error of it. */
  private async warnings(definition: ModelDefinition): Promise<ProfileWarningDto[] | null> {
    try {
      return await this.profiles.warnings(this.registry.datasetOf(definition), definition);
    } catch (error) {
      if (!(error instanceof DomainError))
        this.logger.error('The rows of a new model could not be profiled', error, { model: definition.name });
      return null;
    }
  }

  async retire(model: string, actor: Actor): Promise<void> {
    await this.retireModel.execute(model, actor);
    // The caller's next request must find nothing, in this process too.
    await this.live.dropRetired();
  }
}
