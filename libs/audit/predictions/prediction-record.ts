import type { Actor, ErrorCode } from '#libs/platform';

/** `answered`: a prediction left; `refused`: the caller's fault (4xx); `failed`: ours or the world's (5xx). */
export const predictionStatuses = ['answered', 'refused', 'failed'] as const;
export type PredictionStatus = (typeof predictionStatuses)[number];

/** One prediction, or one call that got none. What is stored is what left, never the true label. */
export interface PredictionRecord {
  /** UUIDv7; the `prediction_id` of the answer. */
  readonly id: string;
  /** The request; rows of one call share it. */
  readonly requestId: string;
  readonly occurredAt: Date;
  readonly actor: Actor;
  /** Method and route pattern: `POST /models/:model/predict`. */
  readonly route: string;
  /** Identifier of the row in its dataset, where the call names one. */
  readonly subjectId: string | null;
  readonly model: string | null;
  readonly modelVersion: number | null;
  /** sha-256 of the version's ONNX file, lower-case hex. */
  readonly modelDigest: string | null;
  /** The row as validated; null when it was refused before that. */
  readonly inputs: Readonly<Record<string, unknown>> | null;
  readonly output: Readonly<Record<string, unknown>> | null;
  readonly threshold: number | null;
  /** What the decision policy made of the output, where the route decides. */
  readonly decision: Readonly<Record<string, unknown>> | null;
  readonly status: PredictionStatus;
  readonly httpStatus: number;
  readonly errorCode: ErrorCode | null;
  /** Names of the refused fields; their values are not kept. */
  readonly errorFields: readonly string[] | null;
  readonly latencyMs: number;
}
