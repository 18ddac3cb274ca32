import { Injectable } from '@nestjs/common';
import { type Actor } from '#libs/platform';
import { Aliases } from './aliases/aliases.js';
import type { AliasMoveEntity } from './aliases/alias-move.entity.js';
import type { AliasDto, ModelDto, ModelListDto } from './dto/model.dto.js';
import type { ModelHistoryDto } from './dto/alias-move.dto.js';
import type { MoveAliasDto } from './dto/move-alias.dto.js';
import type { ModelVersionDto, ModelVersionListDto } from './dto/model-version.dto.js';
import type { ModelCardDto } from './dto/model-card.dto.js';
import type { Task } from './dto/model-params.dto.js';
import { describedRowJsonSchema, type FeatureRowJsonSchema } from './json-schema.js';
import type { OverrideThresholdDto, ThresholdHistoryDto } from './dto/threshold.dto.js';
import { LiveModels } from './live/live-models.js';
import type { ModelDefinition } from './model-definition.js';
import { ModelRegistry } from './model-registry.js';
import { Thresholds } from './thresholds/thresholds.js';
import type { ThresholdOverrideEntity } from './thresholds/threshold-override.entity.js';
import type { FeatureSchema } from './versions/fitted-schema.js';
import type { ModelVersionEntity } from './versions/model-version.entity.js';
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

  async list(): Promise<ModelListDto> {
    return { items: await Promise.all(this.registry.list().map((model) => this.describe(model))) };
  }

  async get(model: string): Promise<ModelDto> {
    return this.describe(await this.registry.get(model));
  }

  async listVersions(model: string): Promise<ModelVersionListDto> {
    const { name } = await this.registry.get(model);
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
    const { name } = await this.registry.get(model);
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
    const { name } = await this.registry.get(model);
    const row = await this.versions.get(name, version);
    const overrides = await this.thresholds.history(name, version, historyLength);
    return {
      threshold: overrides[0]?.to_threshold ?? row.threshold,
      trained_threshold: row.threshold,
      items: overrides.map(overrideDto),
    };
  }

  async getCard(model: string, version: number): Promise<ModelCardDto> {
    return this.versions.card((await this.registry.get(model)).name, version);
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
    const moves = await this.aliases.history((await this.registry.get(model)).name, historyLength);
    return { items: moves.map(moveDto) };
  }

  private async describe(definition: ModelDefinition): Promise<ModelDto> {
    const aliases = await this.aliases.list(definition.name);
    return {
      name: definition.name,
      description: definition.description,
      dataset: definition.dataset,
      task: definition.task as Task,
      target: definition.target,
      features: [...definition.features],
      aliases: aliases.map(({ alias, version }) => ({ alias, version })),
      ready: this.live.isLoaded(definition.name),
    };
  }
}

function versionDto(
  row: ModelVersionEntity,
  threshold: number | null,
  aliases: readonly AliasDto[],
): ModelVersionDto {
  return {
    model: row.model,
    version: row.version,
    task: row.task as Task,
    algorithm: row.algorithm,
    hyperparameters: row.hyperparameters,
    seed: row.seed,
    test_size: row.test_size,
    split: row.split,
    ...(row.classes ? { classes: row.classes } : {}),
    ...(row.interval ? { interval: row.interval } : {}),
    sha256: row.artefact_sha256,
    threshold,
    trained_threshold: row.threshold,
    metrics: row.metrics,
    baseline_metrics: row.baseline_metrics,
    features: row.features.map(featureDto),
    learnt: row.learnt,
    card: row.card,
    training_run_id: row.training_run_id,
    aliases: aliases.filter((alias) => alias.version === row.version).map(({ alias }) => alias),
    created_at: row.created_at.toISOString(),
  };
}

function featureDto(feature: FeatureSchema): ModelVersionDto['features'][number] {
  const { trainingMinimum, trainingMaximum, trainingMissing, categories, kind, ...rest } = feature;
  return {
    ...rest,
    kind: kind as ModelVersionDto['features'][number]['kind'],
    ...(categories ? { categories: [...categories] } : {}),
    ...(trainingMinimum === undefined ? {} : { training_minimum: trainingMinimum }),
    ...(trainingMaximum === undefined ? {} : { training_maximum: trainingMaximum }),
    training_missing: trainingMissing,
  };
}

function moveDto(move: AliasMoveEntity): ModelHistoryDto['items'][number] {
  return {
    moved_at: move.moved_at.toISOString(),
    alias: move.alias,
    from_version: move.from_version,
    to_version: move.to_version,
    reason: move.reason,
    actor_kind: move.actor_kind,
    actor_id: move.actor_id,
    training_run_id: move.training_run_id,
  };
}

function overrideDto(override: ThresholdOverrideEntity): ThresholdHistoryDto['items'][number] {
  const { overridden_at, from_threshold, to_threshold, reason, actor_kind, actor_id } = override;
  return {
    overridden_at: overridden_at.toISOString(),
    from_threshold,
    to_threshold,
    reason,
    actor_kind,
    actor_id,
  };
}
