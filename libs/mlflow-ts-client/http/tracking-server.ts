import { invalidArgument } from '../mlflow-error.js';

/** How to reach and greet the tracking server. */
export interface TrackingServerOptions {
  /** `http(s)://host[:port][/prefix]`, also with `user:password@` before the host. */
  readonly trackingUri: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** Bearer token; ignored when a user name is given, as MLflow's own client does. */
  readonly token?: string | undefined;
  /** MLflow 3.10 and later, opt-in: sent as `X-MLFLOW-WORKSPACE`. */
  readonly workspace?: string | undefined;
}

/** Address and credentials, the latter kept where neither logs nor inspection find them. */
export class TrackingServer {
  /** Address without credentials and without a slash at its end. */
  readonly baseUrl: string;
  readonly origin: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #secrets: readonly string[];

  /** @throws MlflowError INVALID_PARAMETER_VALUE when the address or a credential cannot be used. */
  constructor(options: TrackingServerOptions) {
    const url = parseAddress(options.trackingUri);
    const username = options.username ?? decode(url.username);
    const password = options.password ?? decode(url.password);
    url.username = '';
    url.password = '';
    this.baseUrl = `${url.origin}${url.pathname}`.replace(/\/+$/, '');
    this.origin = url.origin;
    const headers: Record<string, string> = {};
    if (username !== '') headers['authorization'] = `Basic ${base64(`${username}:${password}`)}`;
    else if (options.token) headers['authorization'] = `Bearer ${headerText('token', options.token)}`;
    if (options.workspace) headers['x-mlflow-workspace'] = headerText('workspace', options.workspace);
    this.#headers = headers;
    this.#secrets = [password, options.token, headers['authorization']?.replace(/^\w+ /, '')]
      .filter((secret): secret is string => secret !== undefined && secret !== '')
      .flatMap((secret) => [secret, encodeURIComponent(secret)]);
  }

  /** Headers for `url`: credentials go to the tracking server's own origin only. */
  headersFor(url: URL): Readonly<Record<string, string>> {
    return url.origin === this.origin ? this.#headers : {};
  }

  /** The text without any of our credentials: a server or a gateway may echo what it was sent. */
  redact(text: string): string {
    return this.#secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
  }
}

function parseAddress(trackingUri: string): URL {
  // The address itself stays out of the text: it may hold a password.
  const problem = (): Error =>
    invalidArgument(
      'trackingUri must be an address such as http://localhost:5000 or https://host/prefix, without query and fragment.',
    );
  if (!URL.canParse(trackingUri)) throw problem();
  const url = new URL(trackingUri);
  if (!/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '') throw problem();
  return url;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

function headerText(field: string, value: string): string {
  // fetch would refuse it too, but quoting the value.
  if (!/^[\x21-\x7e]+$/.test(value)) throw invalidArgument(`${field} must be visible ASCII without blanks.`);
  return value;
}
