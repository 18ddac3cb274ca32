import type { FileProblem } from '../check/checked-file.js';

export interface ExternalDataTask {
  readonly file: Uint8Array;
  readonly maximumBytes: number;
}

/** By name; to the thread, once it has told which it needs. */
export type OtherFiles = ReadonlyMap<string, Uint8Array>;

/** From the thread. */
export type ExternalDataMessage =
  | { readonly type: 'needs'; readonly locations: readonly string[] }
  /** Without a file: what came was one file already. */
  | { readonly type: 'one_file'; readonly file?: Uint8Array }
  | { readonly type: 'refused'; readonly problems: readonly FileProblem[] };
