import { createClient, createConfig } from './generated/client/index.js';
import { VeridictOperations } from './generated/sdk.gen.js';
import { patientFetch, sleep } from './patient-fetch.js';
import { VeridictError } from './veridict-error.js';

export interface VeridictClientOptions {
  /** Address of the server, for example `http://127.0.0.1:3000`. */
  readonly baseUrl: string;
  /** Access token of `POST /auth/token`; a function is asked before every request, so it may refresh. */
  readonly token?: string | (() => string | undefined | Promise<string | undefined>);
  /** Issued key of `POST /api-keys`, or the server's own `API_KEY` beside a token. */
  readonly apiKey?: string;
  /** Until an answer begins, milliseconds; default 60,000: longer than a training is waited for. */
  readonly timeoutMs?: number;
  /** Further attempts at GET, PUT and DELETE after 429 and 503; default 2. */
  readonly retries?: number;
  readonly fetch?: typeof fetch;
}

/**
 * Every operation of the API as a typed method. An answer comes as `{ data, response }`; anything else is
 * thrown as {@link VeridictError}. Each call takes a `signal` to abort it.
 */
export function createVeridictClient(options: VeridictClientOptions): VeridictOperations {
  const { token, apiKey } = options;
  const client = createClient(
    createConfig({
      baseUrl: options.baseUrl,
      throwOnError: true,
      auth: ({ scheme }) => (scheme === 'bearer' ? (typeof token === 'function' ? token() : token) : apiKey),
      fetch: patientFetch({
        timeoutMs: options.timeoutMs ?? 60_000,
        retries: options.retries ?? 2,
        fetch: options.fetch ?? globalThis.fetch,
        random: Math.random,
        sleep,
      }),
    }),
  );
  client.interceptors.error.use((error, response) => new VeridictError(error, response));
  return new VeridictOperations({ client });
}
