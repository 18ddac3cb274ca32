import { invalidArgument, MlflowError } from '../mlflow-error.js';
import type { ArtifactRoot } from './artifact.js';

const PROXY = '/api/2.0/mlflow-artifacts/artifacts';
const LISTED = '/mlflow-artifacts/artifacts';

/** Address of one file below the root. */
export function artifactUrl(root: ArtifactRoot, path: string, baseUrl: string): URL {
  return new URL(`${rootAddress(root, baseUrl)}/${encodePath(path)}`);
}

/** Address that lists a directory below the root, and undefined where the root's server has no such call. */
export function listUrl(root: ArtifactRoot, path: string | undefined, baseUrl: string): URL | undefined {
  const address = rootAddress(root, baseUrl);
  const split = address.indexOf(LISTED);
  if (split < 0) return undefined;
  const server = address.slice(0, split + LISTED.length);
  const inside = decodeURI(address.slice(server.length).replace(/^\/+/, ''));
  if (path !== undefined) encodePath(path);
  const url = new URL(server);
  url.searchParams.set('path', [inside, path].filter((part) => part).join('/'));
  return url;
}

/** The root as an http(s) address without a slash at its end. */
function rootAddress(root: ArtifactRoot, baseUrl: string): string {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(root.artifactUri)?.[1]?.toLowerCase();
  if (scheme === 'http' || scheme === 'https') return trimmed(new URL(root.artifactUri));
  if (scheme !== 'mlflow-artifacts') throw unsupported(scheme ?? 'local path');
  const [, host = '', path = ''] = /^[^:]+:(?:\/\/([^/]*))?(.*)$/s.exec(root.artifactUri) ?? [];
  const base = new URL(baseUrl);
  const prefix = base.pathname.replace(/\/+$/, '');
  const inside = path.startsWith(PROXY) ? path.slice(PROXY.length) : path;
  const origin = host === '' ? base.origin : `${base.protocol}//${host}`;
  return trimmed(new URL(`${origin}${`${prefix}${PROXY}/${encodeRoot(inside)}`.replace(/\/{2,}/g, '/')}`));
}

function trimmed(url: URL): string {
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

/** The server's own paths: what would end a path early is encoded, what it encoded itself stays. */
function encodeRoot(path: string): string {
  return path.replace(/[?#]/g, (character) => encodeURIComponent(character));
}

/** @throws MlflowError INVALID_PARAMETER_VALUE for paths that could leave the root or name nothing. */
export function encodePath(path: string): string {
  const segments = path.split('/');
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..')) {
    throw invalidArgument(
      `"${path}" is no path of an artifact: it must be relative, with single slashes, without "." and ".." as parts.`,
    );
  }
  // The server decodes a name until nothing is left to decode (mlflow/utils/uri.py): such a file would be stored, or
  // read, under another name.
  if (/%[0-9a-f]{2}/i.test(path)) {
    throw invalidArgument(
      `"${path}" is no path of an artifact: "%" with two hexadecimal digits cannot be kept.`,
    );
  }
  return segments.map(encodeURIComponent).join('/');
}

function unsupported(scheme: string): MlflowError {
  return new MlflowError(
    `The artifacts lie in a store (${scheme}) that this client cannot reach over REST. Start the tracking server with --serve-artifacts and --artifacts-destination, and use an experiment made after that: experiments keep the artifact location they were made with.`,
    { errorCode: 'ARTIFACT_STORE_UNSUPPORTED', kind: 'misconfigured', isTransient: false },
  );
}
