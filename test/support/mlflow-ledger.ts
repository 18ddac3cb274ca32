import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { LoggedModel, MlflowClient, ModelVersion, Run } from '#libs/mlflow-ts-client';
import { collected } from './mlflow-artifacts.js';
import type { MlflowServer } from './mlflow-server.js';

/** What a person sees in an MLflow 3 server: deleted things aside. */
export interface MlflowLedger {
  readonly runs: readonly Run[];
  readonly models: readonly LoggedModel[];
  readonly versions: readonly ModelVersion[];
}

export async function ledgerOf(client: MlflowClient, experiment = 'veridict'): Promise<MlflowLedger> {
  const { experimentId } = (await client.experiments.getByName(experiment))!;
  const experimentIds = [experimentId];
  return {
    runs: await collected(client.runs.searchAll({ experimentIds })),
    models: await collected(client.loggedModels.searchAll({ experimentIds })),
    versions: await collected(client.modelVersions.searchAll()),
  };
}

/** How many a server ever made, deleted ones too: its API hides those of models and versions. */
export function everMade({ folder }: MlflowServer): Readonly<Record<keyof MlflowLedger, number>> {
  const database = new DatabaseSync(join(folder, 'mlflow.db'), { readOnly: true });
  const count = (table: string): number =>
    Number(database.prepare(`SELECT count(*) AS rows FROM ${table}`).get()!['rows']);
  try {
    return { runs: count('runs'), models: count('logged_models'), versions: count('model_versions') };
  } finally {
    database.close();
  }
}
