import type { CallOptions } from '../call-options.js';
import { MlflowError } from '../mlflow-error.js';
import { errorOfAnswer } from './answer-errors.js';
import { attemptDeadline } from './attempt-deadline.js';
import { readBounded } from './bounded-body.js';
import { errorOfNetwork } from './network-errors.js';
import { parseRetryAfter, pauseBeforeNext, type RetryPolicy } from './retry-policy.js';
import type { TrackingServer } from './tracking-server.js';

/** What the transport takes from its surroundings; tests put their own in place. */
export interface Surroundings {
  readonly fetch: typeof fetch;
  readonly now: () => number;
  readonly random: () => number;
  readonly wait: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: URL;
  readonly body?: string | Uint8Array<ArrayBuffer> | undefined;
  readonly contentType?: string | undefined;
  /** Doing it twice has the effect of doing it once. Others are repeated only if they cannot have arrived. */
  readonly isIdempotent: boolean;
  readonly maximumBytes: number;
}

// Enough for every error MLflow writes; pages of gateways are cut.
const MAXIMUM_ERROR_BYTES = 65_536;

/** Sends requests, one attempt after the other, and turns everything that is no success into an MlflowError. */
export class HttpTransport {
  constructor(
    private readonly server: TrackingServer,
    private readonly policy: RetryPolicy,
    private readonly timeoutMs: number,
    private readonly surroundings: Surroundings,
  ) {}

  /** The body of a successful answer. */
  async send(request: HttpRequest, options: CallOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
    for (let attempt = 1; ; attempt += 1) {
      options.signal?.throwIfAborted();
      try {
        return await this.attempt(request, options);
      } catch (error) {
        if (!(error instanceof MlflowError) || !error.isTransient || attempt >= this.policy.attempts)
          throw error;
        if (!request.isIdempotent && error.mayHaveArrived) throw error;
        const pause = pauseBeforeNext(attempt, error.retryAfterMs, this.policy, this.surroundings.random);
        if (pause === undefined) throw error;
        await this.surroundings.wait(pause, options.signal);
      }
    }
  }

  private async attempt(request: HttpRequest, options: CallOptions): Promise<Uint8Array<ArrayBuffer>> {
    const timeoutMs = options.timeoutMs ?? this.timeoutMs;
    const deadline = attemptDeadline(timeoutMs, options.signal);
    const call = `${request.method} ${request.url.pathname}`;
    try {
      const response = await this.surroundings.fetch(request.url, {
        method: request.method,
        headers: {
          ...this.server.headersFor(request.url),
          ...(request.contentType === undefined ? {} : { 'content-type': request.contentType }),
        },
        body: request.body ?? null,
        // A redirect would turn POST into GET, or carry a call to a place nobody configured.
        redirect: 'manual',
        signal: deadline.signal,
      });
      if (!response.ok) throw await this.failure(response, call);
      const { bytes, isComplete } = await readBounded(response, request.maximumBytes);
      if (!isComplete) throw tooLarge(call, response.status, request.maximumBytes);
      return bytes;
    } catch (error) {
      options.signal?.throwIfAborted();
      if (error instanceof MlflowError) throw error;
      throw errorOfNetwork(error, {
        call,
        baseUrl: request.url.origin,
        timeoutMs,
        isLate: deadline.isLate(),
      });
    } finally {
      deadline.end();
    }
  }

  private async failure(response: Response, call: string): Promise<MlflowError> {
    const { bytes } = await readBounded(response, MAXIMUM_ERROR_BYTES);
    const location = response.headers.get('location') ?? undefined;
    return errorOfAnswer({
      status: response.status,
      text: this.server.redact(new TextDecoder().decode(bytes)),
      retryAfterMs: parseRetryAfter(response.headers.get('retry-after'), this.surroundings.now()),
      location: location === undefined ? undefined : this.server.redact(location.replace(/[?#].*$/s, '')),
      call,
      baseUrl: this.server.baseUrl,
    });
  }
}

function tooLarge(call: string, status: number, maximumBytes: number): MlflowError {
  return new MlflowError(`${call}: the answer is larger than the ${maximumBytes} bytes allowed for it.`, {
    errorCode: 'RESPONSE_TOO_LARGE',
    kind: 'server',
    isTransient: false,
    status,
    mayHaveArrived: true,
  });
}
