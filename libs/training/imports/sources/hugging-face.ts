import { DomainError, type Configuration } from '#libs/platform';
import { collectBytes, tooLarge } from './collect-bytes.js';
import { getFollowing } from './get-following.js';
import type { ImportedFile } from './imported-file.js';

const retryAfterSeconds = 30;

/** The file that HF_MODEL_REPO and HF_MODEL_FILENAME name, at a revision of that repository. */
export async function downloadFromHub(
  { huggingFace, maximumBytes }: Configuration['imports'],
  revision: string,
  signal: AbortSignal,
): Promise<ImportedFile> {
  const { repository, fileName, token, endpoint } = huggingFace;
  if (repository === undefined || fileName === undefined) {
    throw new DomainError(
      'import_source_not_configured',
      'HF_MODEL_REPO and HF_MODEL_FILENAME are not set: they name the file to import.',
    );
  }
  const path = fileName.split('/').map(encodeURIComponent).join('/');
  const url = new URL(
    `${endpoint.replace(/\/+$/, '')}/${repository}/resolve/${encodeURIComponent(revision)}/${path}`,
  );
  const response = await getFollowing(url, token, signal).catch((cause: unknown) => {
    signal.throwIfAborted();
    throw unavailable('cannot be reached', cause);
  });
  try {
    const { statusCode: status = 0, headers } = response;
    if (status === 401 || status === 403 || status === 404) {
      const detail = `The hub has no ${fileName} in ${repository} at ${revision}, or HF_TOKEN may not read it.`;
      throw new DomainError('model_file_not_found', detail);
    }
    if (status !== 200) throw unavailable(`answers ${status}`);
    if (Number(headers['content-length'] ?? 0) > maximumBytes) throw tooLarge(maximumBytes);
    const bytes = await collectBytes(response, maximumBytes, signal).catch((error: unknown) => {
      signal.throwIfAborted();
      throw error instanceof DomainError ? error : unavailable('broke off', error);
    });
    return { bytes, kind: 'hugging_face', uri: `${repository}/${fileName}@${revision}` };
  } finally {
    response.destroy();
  }
}

function unavailable(what: string, cause?: unknown): DomainError {
  return new DomainError('import_source_unavailable', `The hub ${what}; try again later.`, {
    retryAfterSeconds,
    cause,
  });
}
