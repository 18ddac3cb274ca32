/** Addresses of models as MLflow writes them. */
export type MlflowUri =
  | { readonly kind: 'alias'; readonly name: string; readonly alias: string }
  | { readonly kind: 'version'; readonly name: string; readonly version: string }
  | { readonly kind: 'run'; readonly runId: string; readonly path: string }
  | { readonly kind: 'logged_model'; readonly modelId: string };

/** What is not one of these is no address of a model; file paths and other schemes never are. */
export const mlflowUriPattern =
  /^(?:models:\/m-[0-9a-f]{32}|models:\/[^/:@\s]{1,250}(?:@[\w-]{1,255}|\/[1-9]\d{0,9})|runs:\/[0-9a-f]{32}(?:\/[\w .-]{1,250}){1,10})$/;

export function parseMlflowUri(uri: string): MlflowUri | undefined {
  if (!mlflowUriPattern.test(uri)) return undefined;
  const rest = uri.slice(uri.indexOf('/') + 1);
  if (uri.startsWith('runs:')) {
    const [runId = '', ...path] = rest.split('/');
    // Such parts would lead out of the run.
    if (path.some(leadsAway)) return undefined;
    return { kind: 'run', runId, path: path.join('/') };
  }
  if (/^m-[0-9a-f]{32}$/.test(rest)) return { kind: 'logged_model', modelId: rest };
  const [name = '', version] = rest.split('/');
  if (version !== undefined) return leadsAway(name) ? undefined : { kind: 'version', name, version };
  const at = rest.lastIndexOf('@');
  return { kind: 'alias', name: rest.slice(0, at), alias: rest.slice(at + 1) };
}

function leadsAway(part: string): boolean {
  return part === '.' || part === '..';
}
