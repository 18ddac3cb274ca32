import type { Environment } from './environment.js';

/** Where ONNX files may be imported from. A caller names one of these places, never a path or an address. */
export class ImportSettings {
  /** A file on this machine. */
  readonly modelPath: string | undefined;
  readonly huggingFace: {
    /** `owner/name`. */
    readonly repository: string | undefined;
    readonly fileName: string | undefined;
    readonly token: string | undefined;
    readonly endpoint: string;
  };
  /** Larger files are refused. */
  readonly maximumBytes: number;

  constructor(environment: Environment) {
    this.modelPath = environment.text('MODEL_PATH');
    this.huggingFace = {
      repository: environment.text('HF_MODEL_REPO'),
      fileName: environment.text('HF_MODEL_FILENAME'),
      token: environment.text('HF_TOKEN'),
      endpoint: environment.httpUrl('HF_ENDPOINT') ?? 'https://huggingface.co',
    };
    this.maximumBytes =
      environment.integer('IMPORT_MAX_MEGABYTES', { minimum: 1, maximum: 1024, default: 100 }) * 1_000_000;
    const { repository, fileName } = this.huggingFace;
    if (repository !== undefined && !/^[\w.-]+\/[\w.-]+$/.test(repository))
      environment.report('HF_MODEL_REPO', 'must be owner/name');
    if ((repository === undefined) !== (fileName === undefined)) {
      const missing = repository === undefined ? 'HF_MODEL_REPO' : 'HF_MODEL_FILENAME';
      environment.report(missing, 'is required when the other of repository and file name is set');
    }
  }
}
