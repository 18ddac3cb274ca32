import type { ArtifactRoot } from '#libs/mlflow-ts-client';
import type { ArtifactFile } from '../documents/delivered-run.js';
import { type DeliveryAttempt, uploadTimeoutMs } from './delivery-attempt.js';

/** Overwrites what an earlier attempt left. */
export async function uploadFiles(
  { client, options }: DeliveryAttempt,
  root: ArtifactRoot,
  files: readonly ArtifactFile[],
  folder = '',
): Promise<void> {
  for (const { path, content } of files)
    await client.artifacts.upload(root, `${folder}${path}`, content, {
      ...options,
      timeoutMs: uploadTimeoutMs,
    });
}
