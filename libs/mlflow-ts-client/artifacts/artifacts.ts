import type { CallOptions } from '../call-options.js';
import type { HttpTransport } from '../http/http-transport.js';
import { readReply, type RestApi } from '../http/rest-api.js';
import type { TrackingServer } from '../http/tracking-server.js';
import type { WireReader } from '../http/wire-values.js';
import { MlflowError } from '../mlflow-error.js';
import { artifactUrl, encodePath, listUrl } from './artifact-address.js';
import type { ArtifactEntry, ArtifactPage, ArtifactRoot, DownloadOptions } from './artifact.js';

const DEFAULT_MAXIMUM_BYTES = 268_435_456;

/** Files of runs and logged models, through the tracking server's proxy or an http(s) store. */
export class Artifacts {
  constructor(
    private readonly api: RestApi,
    private readonly transport: HttpTransport,
    private readonly server: TrackingServer,
    private readonly maximumListBytes: number,
  ) {}

  /**
   * Writes one file, and replaces one of the same path. Repeating is safe.
   *
   * @throws MlflowError ARTIFACT_STORE_UNSUPPORTED when the root lies in a store that REST cannot write.
   */
  async upload(root: ArtifactRoot, path: string, bytes: Uint8Array, options?: CallOptions): Promise<void> {
    const url = artifactUrl(root, path, this.server.baseUrl);
    await this.transport.send(
      {
        method: 'PUT',
        url,
        body: transferable(bytes),
        contentType: 'application/octet-stream',
        isIdempotent: true,
        // Old servers answer {}, newer ones nothing; neither says anything.
        maximumBytes: this.maximumListBytes,
      },
      options,
    );
  }

  /**
   * Reads one file.
   *
   * @throws MlflowError ARTIFACT_STORE_UNSUPPORTED for stores out of reach (see {@link downloadFromRun}), and
   *   RESPONSE_TOO_LARGE above `maximumBytes`.
   */
  download(
    root: ArtifactRoot,
    path: string,
    options: DownloadOptions = {},
  ): Promise<Uint8Array<ArrayBuffer>> {
    const url = artifactUrl(root, path, this.server.baseUrl);
    const maximumBytes = options.maximumBytes ?? DEFAULT_MAXIMUM_BYTES;
    return this.transport.send({ method: 'GET', url, isIdempotent: true, maximumBytes }, options);
  }

  /** What lies directly in a directory below the root; nothing when there is no such directory. */
  async list(root: ArtifactRoot, path?: string, options?: CallOptions): Promise<ArtifactEntry[]> {
    const url = listUrl(root, path, this.server.baseUrl);
    if (url === undefined) {
      throw new MlflowError(
        'The artifacts lie in a plain http(s) store, which cannot list them. Ask the tracking server: listOfRun or listOfLoggedModel.',
        { errorCode: 'ARTIFACT_STORE_UNSUPPORTED', kind: 'misconfigured', isTransient: false },
      );
    }
    const bytes = await this.transport.send(
      { method: 'GET', url, isIdempotent: true, maximumBytes: this.maximumListBytes },
      options,
    );
    const entries = readReply(bytes, `GET ${url.pathname}`).list('files').map(readEntry);
    return entries.map((entry) => ({ ...entry, path: path ? `${path}/${entry.path}` : entry.path }));
  }

  /** Reads one file of a run through the tracking server, which reaches any store. */
  downloadFromRun(
    runId: string,
    path: string,
    options: DownloadOptions = {},
  ): Promise<Uint8Array<ArrayBuffer>> {
    encodePath(path);
    return this.through('/get-artifact', { run_uuid: runId, path }, options);
  }

  /** Reads one file of a registered version through the tracking server, which reaches any store. */
  downloadFromModelVersion(
    name: string,
    version: string,
    path: string,
    options: DownloadOptions = {},
  ): Promise<Uint8Array<ArrayBuffer>> {
    encodePath(path);
    return this.through('/model-versions/get-artifact', { name, version, path }, options);
  }

  /** One page of what lies directly in a directory of a run, in any store. */
  async listOfRun(
    runId: string,
    path?: string,
    pageToken?: string,
    options?: CallOptions,
  ): Promise<ArtifactPage> {
    const query = { run_id: runId, path, page_token: pageToken };
    return readPage(await this.api.get('artifacts/list', query, options));
  }

  /** One page of what lies directly in a directory of a logged model (3.x), in any store. */
  async listOfLoggedModel(
    modelId: string,
    path?: string,
    pageToken?: string,
    options?: CallOptions,
  ): Promise<ArtifactPage> {
    const address = `logged-models/${encodeURIComponent(modelId)}/artifacts/directories`;
    const query = { artifact_directory_path: path, page_token: pageToken };
    return readPage(await this.api.get(address, query, options));
  }

  private through(
    path: string,
    query: Readonly<Record<string, string>>,
    options: DownloadOptions,
  ): Promise<Uint8Array<ArrayBuffer>> {
    return this.api.bytes(path, query, options.maximumBytes ?? DEFAULT_MAXIMUM_BYTES, options);
  }
}

function readPage(reply: WireReader): ArtifactPage {
  return {
    items: reply.list('files').map(readEntry),
    nextPageToken: reply.optionalText('next_page_token'),
  };
}

function readEntry(reply: WireReader): ArtifactEntry {
  const isDirectory = reply.boolean('is_dir');
  return {
    path: reply.text('path'),
    isDirectory,
    size: isDirectory ? undefined : reply.optionalInteger('file_size'),
  };
}

/** fetch takes no shared memory: bytes that lie in some are copied. */
function transferable(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes);
}
