import type { CallOptions, Page } from '../call-options.js';

/** Where a run or a logged model keeps its files: either of them can be given. */
export interface ArtifactRoot {
  /** Such as `mlflow-artifacts:/1/<run>/artifacts`. */
  readonly artifactUri: string;
}

export interface ArtifactEntry {
  /** Relative to the root, with slashes. */
  readonly path: string;
  readonly isDirectory: boolean;
  /** Bytes; undefined for directories, and for empty files on servers that leave zeros out. */
  readonly size: number | undefined;
}

export interface DownloadOptions extends CallOptions {
  /** A longer file is not read to its end but refused: RESPONSE_TOO_LARGE. 256 MiB unless given. */
  readonly maximumBytes?: number | undefined;
}

export type ArtifactPage = Page<ArtifactEntry>;
