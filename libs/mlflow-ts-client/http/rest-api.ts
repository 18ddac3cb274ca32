import type { CallOptions } from '../call-options.js';
import { MlflowError } from '../mlflow-error.js';
import type { HttpRequest, HttpTransport } from './http-transport.js';
import type { TrackingServer } from './tracking-server.js';
import { isWireObject, WireReader } from './wire-values.js';

type QueryValue = string | number | readonly string[] | undefined;
export type Query = Readonly<Record<string, QueryValue>>;

/** MLflow's JSON calls under `/api/2.0/mlflow/`. */
export class RestApi {
  constructor(
    private readonly transport: HttpTransport,
    private readonly server: TrackingServer,
    private readonly maximumBytes: number,
  ) {}

  get(path: string, query: Query, options?: CallOptions): Promise<WireReader> {
    return this.call('GET', path, { query, isIdempotent: true }, options);
  }

  /** A call that may be repeated freely. */
  write(
    method: 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body: object,
    options?: CallOptions,
  ): Promise<WireReader> {
    return this.call(method, path, { body, isIdempotent: true }, options);
  }

  /** A call that makes something new each time: never repeated once it may have arrived. */
  create(path: string, body: object, options?: CallOptions): Promise<WireReader> {
    return this.call('POST', path, { body, isIdempotent: false }, options);
  }

  /** Bytes of any call below the tracking URI; `path` starts with a slash. */
  bytes(
    path: string,
    query: Query,
    maximumBytes: number,
    options?: CallOptions,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const url = this.address(path, query);
    return this.transport.send({ method: 'GET', url, isIdempotent: true, maximumBytes }, options);
  }

  private async call(
    method: HttpRequest['method'],
    path: string,
    call: { query?: Query; body?: object; isIdempotent: boolean },
    options?: CallOptions,
  ): Promise<WireReader> {
    const request: HttpRequest = {
      method,
      url: this.address(`/api/2.0/mlflow/${path}`, call.query ?? {}),
      isIdempotent: call.isIdempotent,
      maximumBytes: this.maximumBytes,
      ...(call.body && { body: JSON.stringify(call.body), contentType: 'application/json' }),
    };
    return readReply(await this.transport.send(request, options), `${method} ${request.url.pathname}`);
  }

  private address(path: string, query: Query): URL {
    const url = new URL(`${this.server.baseUrl}${path}`);
    for (const [name, value] of Object.entries(query)) {
      if (value === undefined) continue;
      for (const one of Array.isArray(value) ? (value as readonly string[]) : [value]) {
        url.searchParams.append(name, String(one));
      }
    }
    return url;
  }
}

/** @throws MlflowError NOT_MLFLOW for HTML and other text, UNEXPECTED_ANSWER for JSON that is no object. */
export function readReply(bytes: Uint8Array, call: string): WireReader {
  const text = new TextDecoder().decode(bytes).trim();
  // Replies without content may be empty; what a caller needs from one is then missed by name.
  if (text === '') return new WireReader({}, '');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new MlflowError(
      `${call}: the answer is not MLflow's${text.startsWith('<') ? ' but an HTML page' : ''}. Check the tracking URI, and whether a sign-in page or proxy stands before the server.`,
      {
        errorCode: 'NOT_MLFLOW',
        kind: 'misconfigured',
        isTransient: false,
        mayHaveArrived: true,
        status: 200,
      },
    );
  }
  if (!isWireObject(value)) {
    throw new MlflowError(`${call}: the answer is JSON, but not an object.`, {
      errorCode: 'UNEXPECTED_ANSWER',
      kind: 'server',
      isTransient: true,
      mayHaveArrived: true,
    });
  }
  return new WireReader(value, '');
}
