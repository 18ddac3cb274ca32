import { MlflowClient } from '#libs/mlflow-ts-client';
import type { Configuration } from '#libs/platform';

/** Calls are repeated by whoever calls, with longer pauses; in between two quick repetitions bridge a hiccup. */
const retries = { attempts: 3, baseDelayMs: 200, maximumDelayMs: 2_000 } as const;

/** The client of the configured MLflow server; undefined when none is configured. */
export function mlflowClientOf({ mlflow }: Configuration): MlflowClient | undefined {
  const { trackingUri, username, password, token, workspace } = mlflow;
  if (trackingUri === undefined) return undefined;
  return new MlflowClient({ trackingUri, username, password, token, workspace, retries });
}
