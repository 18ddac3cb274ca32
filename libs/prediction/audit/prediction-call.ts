import type { PredictionRecord, PredictionStatus } from '#libs/audit';
import type { Answer, FeatureRow, ModelVersionEntity } from '#libs/models';
import { type Actor, type ErrorCode, newId } from '#libs/platform';

export interface AnsweredRow {
  /** The `prediction_id` of the answer. */
  readonly id: string;
  readonly inputs: FeatureRow;
  readonly output: Answer;
  /** What a decision policy made of the output, where the route decides. */
  readonly decision?: Readonly<Record<string, unknown>>;
}

export interface CallEnd {
  readonly httpStatus: number;
  readonly errorCode: ErrorCode | null;
  readonly errorFields: readonly string[] | null;
}

/**
 * What is known of one call of a prediction route while it runs. The service fills in what it learns;
 * when the answer is about to leave, the whole becomes audit records, whatever the outcome.
 */
export class PredictionCall {
  /** Identifier of the row in its dataset, where the call names one. */
  subjectId: string | null = null;
  version: ModelVersionEntity | null = null;
  /** That decides, or would have decided, this call. */
  threshold: number | null = null;
  answered: readonly AnsweredRow[] = [];

  private readonly startedAt = new Date();
  private readonly started = performance.now();

  constructor(
    readonly requestId: string,
    readonly route: string,
    public model: string | null,
  ) {}

  elapsedMs(): number {
    return performance.now() - this.started;
  }

  /** One record per answered row; one for the call when it got no answer. */
  records(actor: Actor, end: CallEnd): PredictionRecord[] {
    const status: PredictionStatus =
      end.httpStatus < 400 ? 'answered' : end.httpStatus < 500 ? 'refused' : 'failed';
    const common = {
      requestId: this.requestId,
      occurredAt: this.startedAt,
      actor,
      route: this.route,
      subjectId: this.subjectId,
      model: this.model,
      modelVersion: this.version?.version ?? null,
      modelDigest: this.version?.artefact_sha256 ?? null,
      threshold: this.threshold,
      status,
      ...end,
      latencyMs: this.elapsedMs(),
    };
    if (status !== 'answered')
      return [{ ...common, id: newId(), inputs: null, output: null, decision: null }];
    return this.answered.map(({ id, inputs, output, decision = null }) => ({
      ...common,
      ...{ id, inputs, output: { ...output }, decision },
    }));
  }
}
