import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { DomainError, type Configuration } from '#libs/platform';
import { collectBytes, tooLarge } from './collect-bytes.js';
import type { ImportedFile } from './imported-file.js';

/** The file that MODEL_PATH names: the owner of the machine chose it, no caller can. */
export async function readLocalFile(
  { modelPath, maximumBytes }: Configuration['imports'],
  signal: AbortSignal,
): Promise<ImportedFile> {
  if (modelPath === undefined)
    throw new DomainError(
      'import_source_not_configured',
      'MODEL_PATH is not set: it names the file to import.',
    );
  const file = await open(modelPath, 'r').catch((cause: unknown) => {
    throw new DomainError('model_file_not_found', 'The file that MODEL_PATH names cannot be opened.', {
      cause,
    });
  });
  try {
    const status = await file.stat();
    // A pipe or a device would never end.
    if (!status.isFile()) throw new DomainError('model_file_not_found', 'MODEL_PATH names no file.');
    if (status.size > maximumBytes) throw tooLarge(maximumBytes);
    const chunks = file.createReadStream({ autoClose: false }) as AsyncIterable<Uint8Array>;
    const bytes = await collectBytes(chunks, maximumBytes, signal);
    return { bytes, kind: 'file', uri: basename(modelPath) };
  } finally {
    await file.close();
  }
}
