import type { CallOptions, MlflowClient } from '#libs/mlflow-ts-client';
import type { DeliveredRun, DeliveredVersion } from '../documents/delivered-run.js';
import { runUuidTag } from '../documents/run-tags.js';

/** What every step of one delivery needs. */
export interface DeliveryAttempt {
  readonly client: MlflowClient;
  readonly delivered: DeliveredRun;
  readonly experimentId: string;
  /** Carries the signal that ends the delivery when the lock is lost or the process stops. */
  readonly options: CallOptions;
}

export type VersionAttempt = DeliveryAttempt & {
  readonly delivered: DeliveredRun & { readonly version: DeliveredVersion };
};

export function hasVersion(attempt: DeliveryAttempt): attempt is VersionAttempt {
  return attempt.delivered.version !== null;
}

/**
 * Finds what an earlier attempt made. Creating is not idempotent in MLflow, and a reply may be lost after the server
 * did what was asked: so everything is looked up by this tag before it is created.
 */
export function ownTagFilter({ delivered }: DeliveryAttempt): string {
  return `tags.\`${runUuidTag}\` = '${delivered.run.id}'`;
}

/** Files take longer than answers, milliseconds. */
export const uploadTimeoutMs = 120_000;
