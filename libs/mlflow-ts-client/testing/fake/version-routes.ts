import type { Call, Route } from './call.js';
import { loggedModelOf } from './logged-model-routes.js';
import { invalid, Problem } from './problem.js';
import { modelOf } from './registered-model-routes.js';
import { parseFilter } from './search-filter.js';
import type { StoredVersion } from './state.js';
import { filesOf, versionOf, wireVersion } from './version-wire.js';
import { paged, withoutEmpty } from './wire.js';

export const VERSION_ROUTES: readonly Route[] = [
  { method: 'POST', path: /^model-versions\/create$/, answer: create },
  {
    method: 'GET',
    path: /^model-versions\/get$/,
    answer: (call) => ({ model_version: wireVersion(call.state, fromQuery(call)) }),
  },
  {
    method: 'GET',
    path: /^model-versions\/get-download-uri$/,
    answer: (call) => ({ artifact_uri: filesOf(call.state, fromQuery(call)) }),
  },
  { method: 'GET', path: /^model-versions\/search$/, answer: search },
  { method: 'PATCH', path: /^model-versions\/update$/, answer: update },
  { method: 'DELETE', path: /^model-versions\/delete$/, answer: remove },
  { method: 'POST', path: /^model-versions\/set-tag$/, answer: setTag },
  { method: 'DELETE', path: /^model-versions\/delete-tag$/, answer: deleteTag },
];

/** Every call makes a version. */
function create({ state, major, body }: Call): object {
  const source = body.text('source');
  const runId = body.optionalText('run_id') ?? '';
  const modelId = major >= 3 ? body.optionalText('model_id') : undefined;
  const isOfModel = /^models:\/m-/.test(source);
  if (isOfModel && major < 3) throw new Problem('INTERNAL_ERROR', `Not a proper models:/ URI: ${source}.`);
  if (isOfModel && modelId === undefined) {
    throw invalid(
      `Invalid model version source: '${source}'. The model_id request parameter must identify the resource that contains the source.`,
    );
  }
  if (
    source.startsWith('mlflow-artifacts:') &&
    major >= 3 &&
    !(source + '/').startsWith(`${runRoot(runId)}/`)
  ) {
    throw invalid(
      `Invalid model version source: '${source}'. The run_id request parameter must identify the resource that contains the source.`,
    );
  }
  const model = modelOf(state, body.text('name'));
  const logged = isOfModel ? loggedModelOf(state, modelId ?? '') : undefined;
  const version: StoredVersion = {
    name: model.name,
    version: String(model.nextVersion),
    source,
    runId: runId || (logged?.sourceRunId ?? ''),
    modelId,
    createdAt: Date.now(),
    description: body.optionalText('description') ?? '',
    status: 'READY',
    tags: new Map(body.pairs('tags')),
  };
  model.nextVersion += 1;
  state.versions.push(version);
  return { model_version: wireVersion(state, version) };

  function runRoot(id: string): string {
    return state.runs.get(id)?.artifactUri ?? 'no run';
  }
}

function search({ state, query }: Call): object {
  const matches = parseFilter(query.get('filter') ?? undefined);
  const found = state.versions.filter((version) =>
    matches((kind, key) =>
      kind === 'tag'
        ? version.tags.get(key)
        : { name: version.name, run_id: version.runId, version_number: version.version }[key],
    ),
  );
  const fields = { optionalText: (name: string) => query.get(name) ?? undefined };
  const { items, next_page_token } = paged(found, fields, Number(query.get('max_results') ?? 200_000));
  return withoutEmpty({
    model_versions: items.map((version) => wireVersion(state, version)),
    next_page_token,
  });
}

function update(call: Call): object {
  const version = fromBody(call);
  version.description = call.body.text('description');
  return { model_version: wireVersion(call.state, version) };
}

function remove(call: Call): object {
  const version = fromBody(call);
  call.state.versions.splice(call.state.versions.indexOf(version), 1);
  const { aliases } = modelOf(call.state, version.name);
  for (const [alias, target] of aliases) if (target === version.version) aliases.delete(alias);
  return {};
}

function setTag(call: Call): object {
  fromBody(call).tags.set(call.body.text('key'), call.body.text('value'));
  return {};
}

function deleteTag(call: Call): object {
  fromBody(call).tags.delete(call.body.text('key'));
  return {};
}

function fromBody({ state, body }: Call): StoredVersion {
  return versionOf(state, body.text('name'), body.text('version'));
}

function fromQuery({ state, query }: Call): StoredVersion {
  return versionOf(state, query.get('name') ?? '', query.get('version') ?? '');
}
