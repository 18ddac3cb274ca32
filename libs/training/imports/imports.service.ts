import { Injectable } from '@nestjs/common';
import { LiveModels, ModelRegistry, ModelVersions } from '#libs/models';
import type { ActorReference } from '#libs/platform';
import type { RunOriginDto } from '../dto/run-origin.dto.js';
import { resultDto } from '../present.js';
import type { ImportResultDto } from './dto/import-result.dto.js';
import { ImportSlots } from './import-slots.js';
import type { ImportSubmission } from './import-submission.js';
import { ImportVersion } from './import-version.js';
import { ModelSources } from './model-sources.js';

/** What the import route answers. */
@Injectable()
export class ImportsService {
  constructor(
    private readonly models: ModelRegistry,
    private readonly versions: ModelVersions,
    private readonly live: LiveModels,
    private readonly sources: ModelSources,
    private readonly importVersion: ImportVersion,
    private readonly slots: ImportSlots,
  ) {}

  async import(model: string, submission: ImportSubmission, actor: ActorReference): Promise<ImportResultDto> {
    const { name } = await this.models.get(model);
    const run = await this.slots.within(async () => {
      const { signal } = submission;
      const { options, source } = await submission.read(this.sources.maximumBytes);
      const file = 'bytes' in source ? source : await this.sources.fetch(source, signal);
      return this.importVersion.execute(name, file, options, actor, signal);
    });
    // The caller's next prediction must be the new champion's, in this process too.
    if (run.promoted) await this.live.refresh(name);
    const version = await this.versions.get(name, run.model_version!);
    const outcome = run.promoted ? 'is now the champion' : 'did not pass the gate; the champion stays';
    return {
      ...resultDto(run),
      message: `Version ${version.version} of ${name} was imported, measured on ${version.card.held_out_rows} held-out rows and ${outcome}.`,
      sha256: version.artefact_sha256,
      origin: run.origin as RunOriginDto,
    };
  }
}
