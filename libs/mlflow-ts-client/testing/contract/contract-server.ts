import { MlflowClient, type Experiment, type Run } from '../../index.js';

/** A server under test: its address, with credentials where it wants some, and what it is expected to be. */
export interface ContractServer {
  readonly trackingUri: string;
  readonly major: 2 | 3;
}

export function clientOf({ trackingUri }: ContractServer): MlflowClient {
  return new MlflowClient({ trackingUri, retries: { baseDelayMs: 50 } });
}

/** A name that no earlier run of the cases has left behind on the server. */
export function freshName(what: string): string {
  return `${what} ${Date.now().toString(36)}${Math.floor(Math.random() * 1e9).toString(36)}`;
}

export async function freshExperiment(client: MlflowClient): Promise<Experiment> {
  return client.experiments.ensure(freshName('contract'));
}

export async function freshRun(client: MlflowClient, tags: Record<string, string> = {}): Promise<Run> {
  const { experimentId } = await freshExperiment(client);
  return client.runs.create({ experimentId, startTime: new Date(1_764_000_000_123), tags });
}

export async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
