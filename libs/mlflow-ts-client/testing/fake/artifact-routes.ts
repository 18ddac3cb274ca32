import { listArtifacts, readArtifact, safePath } from './artifact-store.js';
import type { Call, Reply, Route } from './call.js';
import { loggedModelOf } from './logged-model-routes.js';
import { runOf } from './run-routes.js';
import { filesOf, versionOf } from './version-wire.js';
import { withoutEmpty } from './wire.js';

/** Routes of the tracking API that list artifacts in any store. */
export const LISTING_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: /^artifacts\/list$/,
    answer: (call: Call): Reply =>
      listing(call, runOf(call.state, call.query.get('run_id') ?? '').artifactUri, 'path'),
  },
  {
    method: 'GET',
    path: /^logged-models\/([^/]+)\/artifacts\/directories$/,
    since: 3,
    answer: (call: Call): Reply =>
      listing(call, loggedModelOf(call.state, call.captured[0] ?? '').artifactUri, 'artifact_directory_path'),
  },
];

/** Routes beside the API, below the prefix, that read artifacts in any store. */
export const DOWNLOAD_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: /^get-artifact$/,
    answer: (call: Call): Reply =>
      file(call, runOf(call.state, call.query.get('run_uuid') ?? '').artifactUri),
  },
  {
    method: 'GET',
    path: /^model-versions\/get-artifact$/,
    answer: (call: Call): Reply => {
      const { state, query } = call;
      const version = versionOf(state, query.get('name') ?? '', query.get('version') ?? '');
      return file(call, filesOf(state, version));
    },
  },
];

/** Routes of the proxy, below `/api/2.0/mlflow-artifacts/`. */
export const PROXY_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: /^artifacts$/,
    answer: ({ state, query }) =>
      withoutEmpty({ files: listArtifacts(state, safePath(query.get('path') ?? ''), (name) => name) }),
  },
  {
    method: 'GET',
    path: /^artifacts\/(.+)$/,
    answer: ({ state, major, captured }) => bytes(readArtifact(state, safePath(captured[0] ?? ''), major)),
  },
  {
    method: 'DELETE',
    path: /^artifacts\/(.+)$/,
    answer: ({ state, captured }: Call): Reply => {
      state.artifacts.delete(safePath(captured[0] ?? ''));
      return {};
    },
  },
];

function listing({ state, query }: Call, artifactUri: string, field: string): object {
  const inside = safePath(query.get(field) ?? '');
  const directory = [state.artifactPath(artifactUri), inside].filter((part) => part !== '').join('/');
  const named = (name: string): string => (inside === '' ? name : `${inside}/${name}`);
  return withoutEmpty({ root_uri: artifactUri, files: listArtifacts(state, directory, named) });
}

function file({ state, major, query }: Call, artifactUri: string): Reply {
  const path = safePath(query.get('path') ?? '');
  return bytes(readArtifact(state, `${state.artifactPath(artifactUri)}/${path}`, major));
}

function bytes(raw: Uint8Array): Reply {
  return { raw, contentType: 'application/octet-stream' };
}
