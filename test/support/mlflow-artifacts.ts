import { createHash } from 'node:crypto';
import type { ArtifactRoot, MlflowClient } from '#libs/mlflow-ts-client';

/** Paths of all files below a run or a logged model, in order. */
export async function filesOf(client: MlflowClient, root: ArtifactRoot, folder?: string): Promise<string[]> {
  const paths: string[] = [];
  for (const { path, isDirectory } of await client.artifacts.list(root, folder)) {
    if (isDirectory) paths.push(...(await filesOf(client, root, path)));
    else paths.push(path);
  }
  return paths.sort();
}

export async function textOf(client: MlflowClient, root: ArtifactRoot, path: string): Promise<string> {
  return new TextDecoder().decode(await client.artifacts.download(root, path));
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export async function collected<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
