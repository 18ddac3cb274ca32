import { MlflowClient, type MlflowClientOptions } from '../index.js';
import type { FakeMlflowServer } from './fake-mlflow-server.js';

/** A client that waits for nothing and writes down how long it would have waited. */
export function clientFor(
  server: Pick<FakeMlflowServer, 'trackingUri'>,
  options: Partial<MlflowClientOptions> = {},
): { client: MlflowClient; pauses: number[] } {
  const pauses: number[] = [];
  const client = new MlflowClient({
    trackingUri: server.trackingUri,
    random: () => 1,
    wait: (milliseconds, signal) => {
      pauses.push(milliseconds);
      return signal?.aborted ? Promise.reject(signal.reason as Error) : Promise.resolve();
    },
    ...options,
  });
  return { client, pauses };
}
