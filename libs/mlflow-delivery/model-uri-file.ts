import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Logger } from '#libs/platform';

/** Where programs beside us look for the model to load: `models:/name/version` and nothing else, not even a newline. */
export const modelUriFile = 'models/mlflow_model_uri.txt';

/** The newest delivered champion's address, as a file. */
export class ModelUriFile {
  private readonly file: string;
  private warned = false;

  /** @param folder relative to it stands the file; the working directory unless a test says otherwise */
  constructor(
    private readonly logger: Logger,
    folder = '.',
  ) {
    this.file = resolve(folder, modelUriFile);
  }

  /** A folder that cannot be written (containers are often read-only) is worth one warning and nothing more. */
  async write(uri: string): Promise<void> {
    try {
      if ((await readFile(this.file, 'utf8').catch(() => '')) === uri) return;
      await mkdir(dirname(this.file), { recursive: true });
      // In one step: a reader finds the old address or the new one, never half of it.
      const unfinished = `${this.file}.${process.pid}`;
      await writeFile(unfinished, uri);
      await rename(unfinished, this.file);
    } catch (error) {
      if (this.warned) return;
      this.warned = true;
      const reason = (error as NodeJS.ErrnoException).code ?? 'unknown';
      this.logger.warn(`${modelUriFile} cannot be written; GET /training-runs/{id} shows the address too`, {
        reason,
      });
    }
  }
}
