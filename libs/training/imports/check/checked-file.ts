import type { AdaptOptions, LearntConstants, Table } from '#libs/ml';

/** What a file is checked against; crosses into the process that checks. */
export interface FileCheck extends AdaptOptions {
  /** The held-out rows. */
  readonly table: Table;
}

/** What the checking process says of a file that can be served. */
export interface FileFindings {
  /** That of a file of ours which still explains itself, else null. */
  readonly algorithm: string | null;
  /** What the derived features of a file of ours learnt; of another nothing is known. */
  readonly learnt: LearntConstants;
  /** Names of the columns that it reads, in the order of the model. */
  readonly features: readonly string[];
  /** Binary; else null. */
  readonly threshold: number | null;
  /** For the model card. */
  readonly decisions: readonly string[];
  readonly warnings: readonly string[];
}

export interface CheckedFile extends FileFindings {
  /** As it will be served. */
  readonly onnx: Uint8Array;
  /** To each held-out row: one value, or one per class. */
  readonly answers: Float64Array;
}

export interface FileProblem {
  readonly field: string;
  readonly detail: string;
}

/** What leaves the checking process, before the bytes that it announces. */
export type CheckMessage =
  | { readonly outcome: 'refused'; readonly problems: readonly FileProblem[] }
  | {
      readonly outcome: 'accepted';
      readonly findings: FileFindings;
      readonly onnxBytes: number;
      readonly answers: number;
    }
  /** Ours, not the file's fault. */
  | { readonly outcome: 'failed'; readonly reason: string };
