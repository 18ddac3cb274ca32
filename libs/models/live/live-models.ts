import { Injectable } from '@nestjs/common';
import { Notifications } from '#libs/database';
import { DomainError, Logger } from '#libs/platform';
import { aliasChannel, Aliases, champion } from '../aliases/aliases.js';
import { modelChannel, ModelRegistry } from '../model-registry.js';
import { thresholdChannel } from '../thresholds/thresholds.js';
import { LiveVersion } from './live-version.js';
import { VersionLoader } from './version-loader.js';

/** Versions other than champions that stay loaded. Each holds native memory. */
const otherVersionsKept = 8;

/** After a champion could not be loaded, milliseconds. */
const retryDelayMs = 10_000;

interface OtherVersion {
  readonly loading: Promise<LiveVersion>;
  /** Calls that wait for it or use it. */
  users: number;
}

/**
 * The champions, loaded and ready, in this process. When an alias moves anywhere, the new graph is
 * loaded beside the old one, then one reference is switched between two requests. So is a threshold that
 * somebody overrides.
 */
@Injectable()
export class LiveModels {
  private readonly champions = new Map<string, LiveVersion>();
  private readonly others = new Map<string, OtherVersion>();
  /** Refreshes of one model run one after the other, so an older read never overwrites a newer one. */
  private readonly refreshing = new Map<string, Promise<void>>();

  constructor(
    private readonly models: ModelRegistry,
    private readonly aliases: Aliases,
    private readonly loader: VersionLoader,
    private readonly logger: Logger,
    notifications: Notifications,
  ) {
    const refresh = (model: string): Promise<void> => this.refreshOrRetry(model);
    notifications.subscribe(aliasChannel, refresh, () => this.refreshAll());
    // Whoever was away re-reads everything already.
    notifications.subscribe(thresholdChannel, refresh, () => undefined);
    notifications.subscribe(
      modelChannel,
      () => this.dropRetired(),
      () => undefined,
    );
  }

  /**
   * A champion that cannot be loaded leaves its model as it is (on the version before, or not ready) and the
   * others untouched; it is tried again until it can.
   */
  async refreshAll(): Promise<void> {
    await this.dropRetired();
    await Promise.all(this.models.list().map(({ name }) => this.refreshOrRetry(name)));
  }

  /** Frees the champions of models that were retired, in whichever process. */
  async dropRetired(): Promise<void> {
    await this.models.reload();
    for (const [model, live] of this.champions) {
      if (!this.models.retiredAt(model)) continue;
      this.champions.delete(model);
      live.retire();
    }
  }

  /** Makes this process serve what the champion alias points to now, with the thresholds that are in force now. */
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
      throw new DomainError('model_not_ready', 'The model has no champion yet: train it with POST /train.', {
        retryAfterSeconds: 30,
      });
    }
    return live;
  }

  /**
   * Runs `use` with a version, which stays loaded until `use` has ended.
   * @throws DomainError `version_not_found`
   */
  async withVersion<Result>(
    model: string,
    version: number,
    use: (live: LiveVersion) => Promise<Result>,
  ): Promise<Result> {
    const serving = this.champions.get(model);
    if (serving?.row.version === version) return serving.during(() => use(serving));
    const other = this.other(model, version);
    other.users += 1;
    try {
      return await use(await other.loading);
    } finally {
      other.users -= 1;
      this.evictOthers();
    }
  }

  close(): void {
    for (const live of this.champions.values()) live.retire();
    this.champions.clear();
    for (const other of this.others.values()) retireWhenLoaded(other);
    this.others.clear();
  }

  private async refreshOrRetry(model: string): Promise<void> {
    try {
      await this.refresh(model);
    } catch (error) {
      this.logger.error('The champion cannot be loaded', error, { model });
      setTimeout(() => void this.refreshOrRetry(model), retryDelayMs).unref();
    }
  }

  private async load(model: string): Promise<void> {
    const version = await this.aliases.versionOf(model, champion);
    const serving = this.champions.get(model);
    await this.readThresholds(model);
    if (version === undefined || serving?.row.version === version) return;
    const live = await this.loader.load(model, version);
    // Retired while it was loaded, or told of an alias only after it was.
    if (this.models.retiredAt(model)) return live.retire();
    this.champions.set(model, live);
    serving?.retire();
    this.logger.info('Champion loaded', { model, version, sha256: live.row.artefact_sha256 });
  }

  /** Of every version that is loaded, or is just being loaded with a threshold that may be an older one. */
  private async readThresholds(model: string): Promise<void> {
    const others = [...this.others].filter(([key]) => key.startsWith(`${model}/`));
    const loaded = await Promise.allSettled(others.map(([, { loading }]) => loading));
    const lives = [
      ...loaded.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : [])),
      ...[this.champions.get(model)].filter((live) => live !== undefined),
    ];
    await this.loader.readThresholds(model, lives);
  }

  private other(model: string, version: number): OtherVersion {
    const key = `${model}/${version}`;
    const known = this.others.get(key);
    const other = known ?? { loading: this.loader.load(model, version), users: 0 };
    // Most recently used last.
    this.others.delete(key);
    this.others.set(key, other);
    if (!known) {
      other.loading.catch(() => {
        if (this.others.get(key) === other) this.others.delete(key);
      });
    }
    return other;
  }

  /** Never one that is in use: a graph that is freed under a running request takes the process along. */
  private evictOthers(): void {
    for (const [key, other] of this.others) {
      if (this.others.size <= otherVersionsKept) return;
      if (other.users > 0) continue;
      this.others.delete(key);
      retireWhenLoaded(other);
    }
  }
}

function retireWhenLoaded(other: OtherVersion): void {
  void other.loading.then(
    (live) => live.retire(),
    () => undefined,
  );
}
