import { Injectable } from '@nestjs/common';
import { type Actor } from '#libs/platform';
import { Aliases } from './aliases/aliases.js';
import type { ModelDto, ModelListDto, ModelListQuery } from './dto/model.dto.js';
import type { ModelHistoryDto } from './dto/alias-move.dto.js';
import type { MoveAliasDto } from './dto/move-alias.dto.js';
import type { ModelVersionDto, ModelVersionListDto } from './dto/model-version.dto.js';
import type { ModelCardDto } from './dto/model-card.dto.js';
import { describedRowJsonSchema, type FeatureRowJsonSchema } from './json-schema.js';
import type { OverrideThresholdDto, ThresholdHistoryDto } from './dto/threshold.dto.js';
import { LiveModels } from './live/live-models.js';
import type { ModelDefinition } from './model-definition.js';
import { ModelRegistry } from './model-registry.js';
import { modelDto, moveDto, overrideDto, versionDto } from './present.js';
import { Thresholds } from './thresholds/thresholds.js';
import { ModelVersions } from './versions/model-versions.js';

const historyLength = 1000;

/** What the routes under /models answer. */
@Injectable()
export class ModelsService {
  constructor(
    private readonly registry: ModelRegistry,
    private readonly versions: ModelVersions,
    private readonly aliases: Aliases,
    private readonly thresholds: Thresholds,
    private readonly live: LiveModels,
  ) {}

  async list({ include_retired: includeRetired }: ModelListQuery): Promise<ModelListDto> {
    const retired = includeRetired ? this.registry.listRetired() : [];
    const shown = [...this.registry.list(), ...retired.map(({ definition }) => definition)];
    return { items: await Promise.all(shown.map((model) => this.describe(model))) };
  }

  async get(model: string): Promise<ModelDto> {
    return this.describe(await this.registry.getEvenRetired(model));
  }

  async listVersions(model: string): Promise<ModelVersionListDto> {
    const { name } = await this.registry.getEvenRetired(model);
    const [rows, aliases, thresholds] = await Promise.all([
      this.versions.list(name),
      this.aliases.list(name),
      this.thresholds.overridden(name),
    ]);
    return {
      items: rows.map((row) => versionDto(row, thresholds.get(row.version) ?? row.threshold, aliases)),
    };
  }

  async getVersion(model: string, version: number): Promise<ModelVersionDto> {
    const { name } = await this.registry.getEvenRetired(model);
    const row = await this.versions.get(name, version);
    return versionDto(row, await this.thresholds.inForce(row), await this.aliases.list(name));
  }

  async overrideThreshold(
    model: string,
    version: number,
    body: OverrideThresholdDto,
    actor: Actor,
  ): Promise<ModelVersionDto> {
    const { name } = await this.registry.get(model);
    await this.thresholds.override({ model: name, version, ...body, actor });
    await this.live.refresh(name);
    return this.getVersion(name, version);
  }

  async thresholdHistory(model: string, version: number): Promise<ThresholdHistoryDto> {
    const { name } = await this.registry.getEvenRetired(model);
    const row = await this.versions.get(name, version);
    const overrides = await this.thresholds.history(name, version, historyLength);
    return {
      threshold: overrides[0]?.to_threshold ?? row.threshold,
      trained_threshold: row.threshold,
      items: overrides.map(overrideDto),
    };
  }

  async getCard(model: string, version: number): Promise<ModelCardDto> {
    return this.versions.card((await this.registry.getEvenRetired(model)).name, version);
  }

  /** The schema that the champion checks requests against. */
  async getSchema(model: string): Promise<FeatureRowJsonSchema> {
    const definition = await this.registry.get(model);
    const { features } = this.live.champion(definition.name).row;
    return {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: `Features of ${definition.name}`,
      ...describedRowJsonSchema(features, this.registry.requestColumns(definition.name, features)),
    };
  }

  async moveAlias(model: string, alias: string, body: MoveAliasDto, actor: Actor): Promise<ModelDto> {
    const definition = await this.registry.get(model);
    // A file that cannot be loaded must never be pointed to.
    await this.live.withVersion(definition.name, body.version, () => Promise.resolve());
    await this.aliases.move({
      model: definition.name,
      alias,
      version: body.version,
      reason: body.reason,
      actor,
    });
    await this.live.refresh(definition.name);
    return this.describe(definition);
  }

  async history(model: string): Promise<ModelHistoryDto> {
    const moves = await this.aliases.history((await this.registry.getEvenRetired(model)).name, historyLength);
    return { items: moves.map(moveDto) };
  }

  private async describe(definition: ModelDefinition): Promise<ModelDto> {
    const { name } = definition;
    return modelDto(definition, {
      aliases: await this.aliases.list(name),
      isLoaded: this.live.isLoaded(name),
      retiredAt: this.registry.retiredAt(name),
    });
  }
}
