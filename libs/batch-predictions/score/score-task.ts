import type { ClientConfig } from 'pg';
import type { AnsweringVersion, FeatureSchema, SeenRowKeys } from '#libs/models';
import type { RowsToScore } from './rows-to-score.js';

/** Everything that scoring needs, as plain data: it crosses into a worker thread, which reads and writes itself. */
export interface ScoreTask {
  readonly connection: ClientConfig;
  readonly batch: { readonly id: string; readonly attempt: number };
  readonly model: string;
  readonly onnx: Uint8Array;
  readonly features: readonly FeatureSchema[];
  readonly version: AnsweringVersion;
  readonly rows: RowsToScore;
  readonly checkpoint: Checkpoint;
  /** Which rows the version learned from. Null: nobody knows. */
  readonly seenRows: SeenRowKeys | null;
  /** Of one run of the graph, and of one transaction. */
  readonly rowsPerChunk: number;
}

/** How far a batch has come; committed together with the results until there. */
export interface Checkpoint {
  readonly rowsAnswered: number;
  readonly rowsRefused: number;
  readonly lastIdentifier: string | null;
  readonly contentHash: string;
}

export type ScoreMessage =
  | { readonly type: 'stored'; readonly answered: number; readonly refused: number }
  /** Every row is scored and stored. */
  | { readonly type: 'scored' }
  /** The batch is no longer this worker's. */
  | { readonly type: 'taken' };

export type StoredRows = Extract<ScoreMessage, { type: 'stored' }>;
