import { Injectable } from '@nestjs/common';
import { Configuration, validationFailed } from '#libs/platform';
import { mlflowClientOf } from '../mlflow-connection.js';
import { type ImportRequestDto, ImportSource } from './dto/import-request.dto.js';
import { downloadFromHub } from './sources/hugging-face.js';
import type { ImportedFile } from './sources/imported-file.js';
import { readLocalFile } from './sources/local-file.js';
import { downloadFromMlflow } from './sources/mlflow.js';
import { parseMlflowUri } from './sources/mlflow-uri.js';

/** The places that files may come from. Which they are is configured; a caller only chooses among them. */
@Injectable()
export class ModelSources {
  constructor(private readonly configuration: Configuration) {}

  get maximumBytes(): number {
    return this.configuration.imports.maximumBytes;
  }

  /**
   * @throws DomainError `validation_failed`, `import_source_not_configured`, `import_source_unavailable`,
   *   `model_file_not_found`, `payload_too_large`
   */
  fetch({ from, uri, revision }: ImportRequestDto, signal: AbortSignal): Promise<ImportedFile> {
    const { imports } = this.configuration;
    const address = uri === undefined ? undefined : parseMlflowUri(uri);
    const problems = [
      ...(from === ImportSource.Mlflow && address === undefined
        ? [{ pointer: '/uri', detail: 'says which model of MLflow, for example models:/name@champion' }]
        : []),
      ...(from !== ImportSource.Mlflow && uri !== undefined
        ? [{ pointer: '/uri', detail: 'is for mlflow; the configuration names the other places' }]
        : []),
      ...(from !== ImportSource.HuggingFace && revision !== undefined
        ? [{ pointer: '/revision', detail: 'is for hugging_face' }]
        : []),
      ...(revision?.split('/').some((part) => part === '..' || part === '.')
        ? [{ pointer: '/revision', detail: 'is no branch, tag or commit' }]
        : []),
    ];
    if (problems.length > 0) return Promise.reject(validationFailed(problems));
    switch (from) {
      case ImportSource.Mlflow:
        return downloadFromMlflow(
          mlflowClientOf(this.configuration),
          address!,
          uri!,
          imports.maximumBytes,
          signal,
        );
      case ImportSource.File:
        return readLocalFile(imports, signal);
      case ImportSource.HuggingFace:
        return downloadFromHub(imports, revision ?? 'main', signal);
    }
  }
}
