import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DOWNLOAD_ROUTES, LISTING_ROUTES, PROXY_ROUTES } from './fake/artifact-routes.js';
import { safePath } from './fake/artifact-store.js';
import { BATCH_ROUTES } from './fake/batch-routes.js';
import { Fields, type RawReply, type Reply, type Route } from './fake/call.js';
import { EXPERIMENT_ROUTES } from './fake/experiment-routes.js';
import { artifactsDisabled, deliver, html404, json, text, type Answer } from './fake/delivery.js';
import { FaultPlan, type Fault, type FaultRule } from './fake/faults.js';
import { LOGGED_MODEL_ROUTES } from './fake/logged-model-routes.js';
import { Problem } from './fake/problem.js';
import { REGISTERED_MODEL_ROUTES } from './fake/registered-model-routes.js';
import { RUN_ROUTES } from './fake/run-routes.js';
import { FakeState } from './fake/state.js';
import { VERSION_ROUTES } from './fake/version-routes.js';

export { answer, FAULTS, mlflowError, tooManyRequests, type Fault, type FaultRule } from './fake/faults.js';
export type * from './fake/state.js';

export interface FakeServerOptions {
  /** 3 unless given. 2 has no logged models, answers uploads with `{}` and knows fewer rules. */
  readonly major?: 2 | 3;
  /** What `/version` says; 404 (HTML) when null. */
  readonly version?: string | null;
  /** Where everything stands, such as `/ml/flow`. */
  readonly prefix?: string;
  /** Answers every call with the refusal of the host check. */
  readonly refusesEveryHost?: boolean;
  readonly username?: string;
  readonly password?: string;
  readonly token?: string;
  /** Overrides what an upload answers: nothing on 3, `{}` on 2. */
  readonly uploadAnswer?: '' | '{}';
  /** False: `--no-serve-artifacts`, with artifacts in `s3://bucket`. */
  readonly servesArtifacts?: boolean;
}

/** One request that came in, as it came in. */
export interface LoggedRequest {
  readonly method: string;
  /** Below the prefix, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: Uint8Array;
  readonly fault: Fault | undefined;
}

const TRACKING_ROUTES: readonly Route[] = [
  ...EXPERIMENT_ROUTES,
  ...BATCH_ROUTES,
  ...RUN_ROUTES,
  ...LISTING_ROUTES,
  ...LOGGED_MODEL_ROUTES,
  ...REGISTERED_MODEL_ROUTES,
  ...VERSION_ROUTES,
];

/**
 * A tracking server in this process, for faults that a real one does not have. What it knows and refuses was compared
 * with real servers by the contract cases. State survives `stop` and `start`, which keeps the port.
 */
export class FakeMlflowServer {
  readonly state = new FakeState();
  /** Every request, in the order of arrival. */
  readonly requests: LoggedRequest[] = [];
  private readonly plan = new FaultPlan();
  private readonly major: 2 | 3;
  private server: Server | undefined;
  private port = 0;

  constructor(private readonly options: FakeServerOptions = {}) {
    this.major = options.major ?? 3;
    if (options.servesArtifacts === false) this.state.artifactRoot = 's3://bucket';
  }

  static async started(options: FakeServerOptions = {}): Promise<FakeMlflowServer> {
    const server = new FakeMlflowServer(options);
    await server.start();
    return server;
  }

  /** Address without credentials. */
  get trackingUri(): string {
    return `http://127.0.0.1:${this.port}${this.options.prefix ?? ''}`;
  }

  async start(): Promise<void> {
    const server = createServer((request, response) => void this.handle(request, response));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.port, '127.0.0.1', resolve);
    });
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  /** Cuts every connection, also in the middle of a request, and refuses new ones. */
  async stop(): Promise<void> {
    const server = this.server;
    this.server = undefined;
    if (server === undefined) return;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }

  /** Plans a fault; see {@link FaultRule}. */
  fail(rule: FaultRule): void {
    this.plan.add(rule);
  }

  clearFaults(): void {
    this.plan.clear();
  }

  /** Requests so far to paths that contain `path`. */
  requestsTo(path: string, method?: string): LoggedRequest[] {
    return this.requests.filter(
      (request) => request.path.includes(path) && (method === undefined || request.method === method),
    );
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return;
    }
    const url = new URL(request.url ?? '/', 'http://fake');
    const prefix = this.options.prefix ?? '';
    const isBelow = url.pathname.startsWith(`${prefix}/`);
    const method = request.method ?? 'GET';
    const path = isBelow ? url.pathname.slice(prefix.length) : url.pathname;
    const fault = this.plan.next(method, path);
    const body = Buffer.concat(chunks);
    const logged = { method, path, query: url.searchParams, headers: request.headers, body, fault };
    this.requests.push(logged);
    await deliver(response, fault, () => (isBelow ? this.execute(logged) : html404()));
  }

  private execute(request: LoggedRequest): Answer {
    try {
      return this.refusal(request) ?? this.route(request);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return json({ error_code: error.errorCode, message: error.message }, error.status);
    }
  }

  /** What stands before the routes: host check, foreign origins, sign-in. */
  private refusal({ path, headers }: LoggedRequest): Answer | undefined {
    if (path === '/health') return undefined;
    const { refusesEveryHost, username, password, token } = this.options;
    if (refusesEveryHost && path !== '/version')
      return text(403, 'Invalid Host header - possible DNS rebinding attack detected');
    if (headers.origin !== undefined) return text(403, 'Cross-origin request blocked');
    const basic = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    const isAllowed =
      (username === undefined || headers.authorization === basic) &&
      (token === undefined || headers.authorization === `Bearer ${token}`);
    if (isAllowed) return undefined;
    const message = 'You are not authenticated. Please see https://www.mlflow.org/docs/latest/auth for more.';
    return { ...text(401, message), headers: { 'www-authenticate': 'Basic realm="mlflow"' } };
  }

  private route(request: LoggedRequest): Answer {
    const { method, path } = request;
    if (method === 'GET' && path === '/version') {
      const { version = this.major === 3 ? '3.17.2' : '2.22.5' } = this.options;
      return version === null ? html404() : text(200, version);
    }
    if (method === 'GET' && path === '/health') return text(200, 'OK');
    const [, api, rest = ''] = /^\/(?:ajax-)?api\/2\.0\/(mlflow|mlflow-artifacts)\/(.*)$/.exec(path) ?? [];
    if (api === 'mlflow') return this.answerOf(TRACKING_ROUTES, rest, request) ?? html404();
    if (api !== 'mlflow-artifacts')
      return this.answerOf(DOWNLOAD_ROUTES, path.slice(1), request) ?? html404();
    if (this.options.servesArtifacts === false) return artifactsDisabled(this.major);
    return method === 'PUT'
      ? this.upload(rest, request)
      : (this.answerOf(PROXY_ROUTES, rest, request) ?? html404());
  }

  private answerOf(routes: readonly Route[], path: string, request: LoggedRequest): Answer | undefined {
    for (const route of routes) {
      const match = route.method === request.method ? route.path.exec(path) : null;
      if (match === null || (route.since ?? 2) > this.major) continue;
      const captured = match.slice(1).map(decodeURIComponent);
      const { query } = request;
      const body = new Fields(parseBody(request));
      const reply = route.answer({ state: this.state, major: this.major, query, body, captured });
      return isRaw(reply)
        ? { status: 200, headers: { 'content-type': reply.contentType ?? '' }, body: reply.raw }
        : json(reply);
    }
    return undefined;
  }

  private upload(rest: string, { body }: LoggedRequest): Answer {
    const path = safePath(decodeURIComponent(rest.replace(/^artifacts\//, '')));
    this.state.artifacts.set(path, body);
    const reply = this.options.uploadAnswer ?? (this.major === 3 ? '' : '{}');
    return { status: 200, headers: reply === '' ? {} : { 'content-type': 'application/json' }, body: reply };
  }
}

function isRaw(reply: Reply): reply is RawReply {
  return 'raw' in reply;
}

/** A body is needed with its type, as MLflow demands it of every JSON call. */
function parseBody({ method, headers, body }: LoggedRequest): Readonly<Record<string, unknown>> {
  if (method === 'GET') return {};
  if (!/^application\/json\b/.test(headers['content-type'] ?? '')) {
    throw new Problem(
      'INVALID_PARAMETER_VALUE',
      "Bad Request. Content-Type must be one of ['application/json'].",
    );
  }
  return JSON.parse(Buffer.from(body).toString('utf8')) as Readonly<Record<string, unknown>>;
}
