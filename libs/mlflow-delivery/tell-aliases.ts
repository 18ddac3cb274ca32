import { Inject, Injectable } from '@nestjs/common';
import { isMlflowError, type MlflowClient, type MlflowError } from '#libs/mlflow-ts-client';
import { champion } from '#libs/models';
import { Logger } from '#libs/platform';
import { type DeliveryPace, deliveryPace } from './delivery-pace.js';
import { ModelUriFile } from './model-uri-file.js';
import { type DueAlias, DueAliases } from './records/due-aliases.js';
import { isAboutTheServer, ServerAway } from './server-away.js';

/** Brings MLflow's copies of our aliases up to date. */
@Injectable()
export class TellAliases {
  /** Those that the server would not take, and when to offer them again. */
  private readonly postponed = new Map<string, number>();

  constructor(
    private readonly aliases: DueAliases,
    private readonly uriFile: ModelUriFile,
    private readonly logger: Logger,
    @Inject(deliveryPace) private readonly pace: DeliveryPace,
  ) {}

  /** @throws ServerAway */
  async execute(client: MlflowClient, signal: AbortSignal): Promise<void> {
    for (const due of await this.aliases.list()) {
      if ((this.postponed.get(keyOf(due)) ?? 0) > performance.now()) continue;
      try {
        await client.registeredModels.setAlias(due.model, due.alias, due.mlflow_version, { signal });
      } catch (error) {
        if (!isMlflowError(error)) throw error;
        if (isAboutTheServer(error)) throw new ServerAway(error);
        this.postpone(due, error);
        continue;
      }
      signal.throwIfAborted();
      await this.told(due);
    }
  }

  /** The file may be missing, or be of the time before another process delivered. */
  async refreshFile(): Promise<void> {
    const uri = await this.aliases.newestChampionUri();
    if (uri !== undefined) await this.uriFile.write(uri);
  }

  private async told(due: DueAlias): Promise<void> {
    await this.aliases.told(due);
    this.postponed.delete(keyOf(due));
    this.logger.info('Told MLflow where an alias points', { ...due });
    if (due.alias === champion) await this.refreshFile();
  }

  private postpone(due: DueAlias, { message }: MlflowError): void {
    if (!this.postponed.has(keyOf(due)))
      this.logger.warn('MLflow does not take an alias', { ...due, reason: message });
    this.postponed.set(keyOf(due), performance.now() + this.pace.aliasRetryMs);
  }
}

const keyOf = ({ model, alias, version, mlflow_version }: DueAlias): string =>
  JSON.stringify([model, alias, version, mlflow_version]);
