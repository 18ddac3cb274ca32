import { Injectable } from '@nestjs/common';
import { Notifications } from '#libs/database';
import { DomainError, Logger } from '#libs/platform';
import { aliasChannel, Aliases, champion } from '../aliases/aliases.js';
import { ModelRegistry } from '../model-registry.js';
import { ModelVersions } from '../versions/model-versions.js';
import { LiveVersion } from './live-version.js';

/** Versions other than champions that stay loaded. Each holds native memory. */
const otherVersionsKept = 8;

/**
 * The champions, loaded and ready, in this process. When an alias moves anywhere, the new graph is
 * loaded beside the old one, then one reference is switched between two requests.
 */
@Injectable()
export class LiveModels {
  private readonly champions = new Map<string, LiveVersion>();
  private readonly others = new Map<string, Promise<LiveVersion>>();
  /** Refreshes of one model run one after the other, so an older read never overwrites a newer one. */
  private readonly refreshing = new Map<string, Promise<void>>();

  constructor(
    private readonly models: ModelRegistry,
    private readonly versions: ModelVersions,
    private readonly aliases: Aliases,
    private readonly logger: Logger,
    notifications: Notifications,
  ) {
    notifications.subscribe(
      aliasChannel,
      (model) => this.refresh(model),
      () => this.refreshAll(),
    );
  }

  async refreshAll(): Promise<void> {
    await Promise.all(this.models.list().map((model) => this.refresh(model.name)));
  }

  /** Makes this process serve what the champion alias points to now. */
  refresh(model: string): Promise<void> {
    const previous = this.refreshing.get(model) ?? Promise.resolve();
    const next = previous.then(() => this.load(model));
    this.refreshing.set(
      model,
      next.catch(() => undefined),
    );
    return next;
  }

  isLoaded(model: string): boolean {
    return this.champions.has(model);
  }

  /** @throws DomainError `model_not_ready` */
  champion(model: string): LiveVersion {
    const live = this.champions.get(model);
    if (!live) {
      throw new DomainError('model_not_ready', 'The model has no champion yet: train it with POST /train.', { retryAfterSeconds: 30 });
    }
    return live;
  }

  /** @throws DomainError `version_not_found` */
  async version(model: string, version: number): Promise<LiveVersion> {
    const serving = this.champions.get(model);
    if (serving?.row.version === version) return serving;
    const key = `${model}/${version}`;
    const known = this.others.get(key);
    if (known) {
      // Most recently used last.
      this.others.delete(key);
      this.others.set(key, known);
      return known;
    }
    const loading = this.loadVersion(model, version);
    this.others.set(key, loading);
    loading.catch(() => this.others.delete(key));
    this.evictOthers();
    return loading;
  }

  close(): void {
    for (const live of this.champions.values()) live.retire();
    this.champions.clear();
    for (const loading of this.others.values()) void loading.then((live) => live.retire(), () => undefined);
    this.others.clear();
  }

  private async load(model: string): Promise<void> {
    const version = await this.aliases.versionOf(model, champion);
    const serving = this.champions.get(model);
    if (version === undefined || serving?.row.version === version) return;
    const live = await this.loadVersion(model, version);
    this.champions.set(model, live);
    serving?.retire();
    this.logger.info('Champion loaded', { model, version, sha256: live.row.artefact_sha256 });
  }

  private async loadVersion(model: string, version: number): Promise<LiveVersion> {
    const row = await this.versions.get(model, version);
    return LiveVersion.load(row, await this.versions.artefact(row.artefact_sha256));
  }

  private evictOthers(): void {
    for (const [key, loading] of this.others) {
      if (this.others.size <= otherVersionsKept) return;
      this.others.delete(key);
      void loading.then((live) => live.retire(), () => undefined);
    }
  }
}
