import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { champion } from '#libs/models';
import { Clock } from '#libs/platform';
import { MlflowAliasEntity } from './mlflow-alias.entity.js';

export interface DueAlias {
  readonly model: string;
  readonly alias: string;
  /** Ours. */
  readonly version: number;
  readonly mlflow_version: string;
}

/**
 * Where our aliases point and MLflow was last told otherwise. Compared, not queued: of ten moves only the last
 * matters, and one whose version is not delivered yet becomes due by itself.
 */
const dueAliases = `
  FROM model_aliases alias
  JOIN model_versions version ON version.model = alias.model AND version.version = alias.version
  JOIN mlflow_deliveries delivery ON delivery.training_run_id = version.training_run_id
   AND delivery.state = 'delivered' AND delivery.mlflow_version IS NOT NULL
  LEFT JOIN mlflow_aliases told ON told.model = alias.model AND told.alias = alias.alias
 WHERE told.model IS NULL OR told.version <> alias.version OR told.mlflow_version <> delivery.mlflow_version`;

@Injectable()
export class DueAliases {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
  ) {}

  list(): Promise<DueAlias[]> {
    return this.database.manager.query(
      `SELECT alias.model, alias.alias, alias.version, delivery.mlflow_version ${dueAliases} ORDER BY 1, 2`,
    );
  }

  async count(): Promise<number> {
    const [row] = await this.database.manager.query<[{ count: number }]>(
      `SELECT count(*)::integer AS count ${dueAliases}`,
    );
    return row.count;
  }

  async told(alias: DueAlias): Promise<void> {
    await this.database.manager.upsert(MlflowAliasEntity, { ...alias, delivered_at: this.clock.now() }, [
      'model',
      'alias',
    ]);
  }

  /** `models:/name/version` of the champion that MLflow was told of last. */
  async newestChampionUri(): Promise<string | undefined> {
    const [newest] = await this.database.manager.find(MlflowAliasEntity, {
      where: { alias: champion },
      order: { delivered_at: 'DESC' },
      take: 1,
    });
    return newest && `models:/${newest.model}/${newest.mlflow_version}`;
  }
}
